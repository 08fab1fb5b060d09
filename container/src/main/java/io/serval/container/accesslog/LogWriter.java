package io.serval.container.accesslog;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes lines to the file. It sleeps without a timer while there are none; after the first it waits up
 * to a second for more, or until the page is half full.
 */
final class LogWriter implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final long GATHER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogBuffer buffer;
    private final LogFile file;
    private final long gatherNanos;
    private volatile boolean closing;
    private boolean failing;
    private long droppedTold;

    LogWriter(LogBuffer buffer, LogFile file, boolean buffered) {
        this.buffer = buffer;
        this.file = file;
        this.gatherNanos = buffered ? GATHER_NANOS : 0;
    }

    @Override public void run() {
        while (!closing || !buffer.isEmpty()) {
            if (buffer.isEmpty()) {
                LockSupport.park(this);
            } else {
                gather();
                write(buffer.take());
            }
        }
        close();
    }

    private void gather() {
        long until = System.nanoTime() + gatherNanos;
        long left = gatherNanos;
        while (left > 0 && !closing && !buffer.isHalfFull()) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
    }

    private void write(LogBuffer.Page page) {
        try {
            file.write(page.bytes(), page.size());
            failing = false;
            tellDropped();
        } catch (IOException e) {
            if (!failing) {
                log.warn("The access log cannot be written, its lines are lost until it can: {}", e.toString());
            }
            failing = true;
        }
    }

    private void tellDropped() {
        long dropped = buffer.dropped();
        if (dropped > droppedTold) {
            log.warn("{} lines of the access log were dropped because the disk was too slow for them",
                    dropped - droppedTold);
            droppedTold = dropped;
        }
    }

    private void close() {
        try {
            file.close();
        } catch (IOException e) {
            log.warn("The access log could not be closed: {}", e.toString());
        }
    }

    /** Lets the thread end when all lines are written. */
    void finish(Thread thread) {
        closing = true;
        LockSupport.unpark(thread);
    }
}
