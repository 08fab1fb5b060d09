package io.serval.connector.http2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A long way to a server on this machine: what is sent arrives later, and no faster than the line carries. It takes all
 * that comes at once, as a line with large buffers does, so only the windows of the protocol hold a sender back.
 */
final class DelayedWay implements Closeable {
    private static final byte[] END = {};

    private record Part(long arrivesNanos, byte[] bytes) { }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private final long delayNanos;
    private final long bytesASecond;

    /** @param delayMillis each way */
    DelayedWay(int port, long delayMillis, long bytesASecond) throws IOException {
        this.port = port;
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.bytesASecond = bytesASecond;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "delayed-way");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                connect(near, far);
                connect(far, near);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket from, Socket to) {
        BlockingQueue<Part> onTheWay = new LinkedBlockingQueue<>();
        start(() -> take(from, onTheWay));
        start(() -> deliver(to, onTheWay));
    }

    private void take(Socket from, BlockingQueue<Part> onTheWay) {
        byte[] buffer = new byte[65_536];
        long lineFree = System.nanoTime();
        try (InputStream in = from.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                lineFree = Math.max(lineFree, System.nanoTime()) + n * 1_000_000_000L / bytesASecond;
                onTheWay.add(new Part(lineFree + delayNanos, Arrays.copyOf(buffer, n)));
            }
        } catch (IOException e) {
            // the end is passed on as any other
        }
        onTheWay.add(new Part(System.nanoTime() + delayNanos, END));
    }

    private static void deliver(Socket to, BlockingQueue<Part> onTheWay) {
        try (OutputStream out = to.getOutputStream()) {
            for (Part part = onTheWay.take(); part.bytes != END; part = onTheWay.take()) {
                for (long left = part.arrivesNanos - System.nanoTime(); left > 0;
                        left = part.arrivesNanos - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(part.bytes);
            }
        } catch (IOException e) {
            // the other end has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override public void close() throws IOException {
        server.close();
    }
}
