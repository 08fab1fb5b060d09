package io.serval.container;

import java.util.concurrent.CountDownLatch;

/** A thread that is no daemon and does nothing: the JVM lives as long as it does. */
final class KeeperThread {
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean started;

    /** Starts it, once; calls do not overlap. */
    void start() {
        if (started) {
            return;
        }
        started = true;
        Thread thread = new Thread(this::waitForEnd, "serval-keeper");
        thread.setDaemon(false);
        thread.start();
    }

    private void waitForEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        end.countDown();
    }
}
