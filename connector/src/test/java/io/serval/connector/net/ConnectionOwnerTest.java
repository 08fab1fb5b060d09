package io.serval.connector.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.serval.connector.time.Ticker;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The owner word over a real socket and two real threads: nobody ever shares, and nothing is ever forgotten. */
class ConnectionOwnerTest {
    private static final int BYTES = 60_000;

    /** Echoes byte by byte, handing each to a worker that gives the connection back in whatever way it can. */
    private static final class Echo implements Protocol, Runnable {
        final Connection connection;
        final BlockingQueue<Runnable> jobs;
        final AtomicInteger owners = new AtomicInteger();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final ByteBuffer one = ByteBuffer.allocate(1);
        int served;

        Echo(Connection connection, BlockingQueue<Runnable> jobs) {
            this.connection = connection;
            this.jobs = jobs;
        }

        @Override public void onReadable() throws IOException {
            enter();
            int count = connection.transport().read(one.clear());
            if (count < 0) {
                leave();
                connection.close();
                return;
            }
            boolean any = count > 0;
            leave();
            if (any) {
                connection.handOff();
                jobs.add(this);
            }
        }

        @Override public void run() {
            try {
                enter();
                echo();
                boolean viaLoop = ++served % 7 == 0;
                boolean more = served % 3 == 0 && awaitOne();
                leave();
                if (more) {
                    jobs.add(this);
                } else if (viaLoop || !connection.giveBack()) {
                    connection.handBack();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        }

        private void echo() throws IOException {
            one.flip();
            while (one.hasRemaining()) {
                if (connection.transport().write(one) == 0) {
                    connection.await(SelectionKey.OP_WRITE, 0);
                }
            }
        }

        /** Waits for the next byte itself, for a moment. */
        private boolean awaitOne() throws IOException {
            int count = connection.transport().read(one.clear());
            if (count == 0 && connection.await(SelectionKey.OP_READ, Duration.ofMillis(2).toNanos())) {
                count = connection.transport().read(one.clear());
            }
            return count > 0;
        }

        private void enter() {
            if (owners.incrementAndGet() != 1) {
                failure.compareAndSet(null, new AssertionError("two owners at once"));
            }
        }

        private void leave() {
            owners.decrementAndGet();
        }

        @Override public void onHandedBack() {
            connection.interest(SelectionKey.OP_READ);
        }

        @Override public void onWritable() { }

        @Override public void onDeadline(long now) { }

        @Override public void onAwaited(boolean ready) { }

        @Override public void onClosed() { }

        @Override public boolean isIdle() {
            return false;
        }
    }

    @Test void changesOfOwnerLoseNoByteAndNobodyShares() throws Exception {
        BlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
        Thread worker = new Thread(() -> work(jobs), "worker");
        worker.setDaemon(true);
        worker.start();
        Poller poller = new Poller("loop", Ticker.SYSTEM, SelectorSource.SYSTEM, () -> { }, LoopMemory.share(1, false));
        poller.start();
        AtomicReference<Echo> echo = new AtomicReference<>();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
             SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            SocketChannel accepted = server.accept();
            accepted.configureBlocking(false);
            poller.execute(() -> open(poller, accepted, echo, jobs));
            Thread sender = new Thread(() -> sendAll(client), "sender");
            sender.start();
            receiveAll(client, echo);
            sender.join(10_000);
            assertNull(echo.get().failure.get());
        } finally {
            worker.interrupt();
            poller.stop();
            assertTrue(poller.join(5_000));
        }
    }

    private static void open(Poller poller, SocketChannel accepted, AtomicReference<Echo> echo,
            BlockingQueue<Runnable> jobs) {
        try {
            Connection connection = new Connection(poller, new PlainTransport(accepted), 1, () -> { });
            echo.set(new Echo(connection, jobs));
            poller.connectionComes();
            connection.open(echo.get());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void work(BlockingQueue<Runnable> jobs) {
        try {
            while (true) {
                jobs.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sendAll(SocketChannel client) {
        try {
            for (int sent = 0; sent < BYTES; ) {
                int burst = Math.min(BYTES - sent, 1 + sent % 5);
                ByteBuffer bytes = ByteBuffer.allocate(burst);
                for (int i = 0; i < burst; i++) {
                    bytes.put((byte) (sent + i));
                }
                client.write(bytes.flip());
                sent += burst;
                if (sent % 64 < 3) {
                    Thread.yield();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void receiveAll(SocketChannel client, AtomicReference<Echo> echo) throws Exception {
        client.socket().setSoTimeout(10_000);
        byte[] buffer = new byte[1_000];
        for (int received = 0; received < BYTES; ) {
            int count = client.socket().getInputStream().read(buffer);
            assertNull(echo.get() == null ? null : echo.get().failure.get());
            assertTrue(count > 0, "ended after " + received);
            for (int i = 0; i < count; i++) {
                assertEquals((byte) (received + i), buffer[i], "byte " + (received + i));
            }
            received += count;
        }
    }

    @Test void aWaitEndsWithTheDeadlineByTheLoopsClock() throws Exception {
        try (HandLoop loop = new HandLoop(() -> { })) {
            FakeTransport transport = new FakeTransport();
            BlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
            AtomicReference<Echo> echo = new AtomicReference<>();
            Connection connection = loop.connect(transport, c -> {
                echo.set(new Echo(c, jobs));
                return echo.get();
            });
            transport.arrive(new byte[] {1});
            loop.turn(connection, transport);
            BlockingQueue<Boolean> outcome = new LinkedBlockingQueue<>();
            Thread waiter = new Thread(() -> {
                try {
                    outcome.add(connection.await(SelectionKey.OP_READ, Duration.ofSeconds(5).toNanos()));
                } catch (IOException e) {
                    outcome.add(true);
                }
            });
            waiter.start();
            until(() -> waiter.getState() == Thread.State.WAITING, "nobody waits");
            loop.pass(Duration.ofSeconds(4));
            assertNull(outcome.poll(20, TimeUnit.MILLISECONDS));
            loop.pass(Duration.ofSeconds(2));
            assertFalse(outcome.poll(5, TimeUnit.SECONDS), "the wait should have ended without readiness");
        }
    }
}
