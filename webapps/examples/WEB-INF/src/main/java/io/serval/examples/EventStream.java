package io.serval.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The events of one listener. The timer calls {@link #run}, the container {@link #onWritePossible}: a lock keeps them
 * apart, and neither ever waits for a slow client, because nothing is written unless the stream says it is ready.
 */
final class EventStream implements WriteListener, Runnable {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private int ticksLeft;
    private boolean writable;
    private boolean over;

    EventStream(AsyncContext async, ServletOutputStream out, int ticks) {
        this.async = async;
        this.out = out;
        this.ticksLeft = ticks;
    }

    @Override
    public void onWritePossible() {
        lock.lock();
        try {
            writable = true;
        } finally {
            lock.unlock();
        }
    }

    /** One tick; left out when the client has not taken the one before. */
    @Override
    public void run() {
        lock.lock();
        try {
            if (!over && writable) {
                tick();
            }
        } catch (IOException clientIsGone) {
            end();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Throwable clientIsGone) {
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }

    private void tick() throws IOException {
        if (ticksLeft-- == 0) {
            end();
            return;
        }
        out.write(event(LocalTime.now(ZoneOffset.UTC)));
        writable = out.isReady();                           // false: the container calls onWritePossible when it is
        if (writable) {
            out.flush();
            writable = out.isReady();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            async.complete();
        }
    }

    /** One event on the wire: lines of {@code field: value}, ended by an empty one. */
    static byte[] event(LocalTime time) {
        String second = time.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME);
        return ("event: tick\ndata: " + second + " UTC\n\n").getBytes(StandardCharsets.US_ASCII);
    }
}
