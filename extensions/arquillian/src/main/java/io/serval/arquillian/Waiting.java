package io.serval.arquillian;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks again and again for something another process does, until it is there, that process is gone or time is up. */
final class Waiting {
    private static final long PAUSE_MILLIS = 20;

    private final int seconds;
    private final ServerProcess process;

    /** Looks for something. @param <T> what is found */
    @FunctionalInterface
    interface Look<T> {
        Optional<T> look() throws IOException;
    }

    Waiting(int seconds, ServerProcess process) {
        this.seconds = seconds;
        this.process = process;
    }

    /** Empty if it did not come. */
    <T> Optional<T> until(Look<T> look) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            boolean last = System.nanoTime() - end >= 0 || !process.isAlive();
            Optional<T> found = look.look();
            if (found.isPresent() || last) {
                return found;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** What ended the waiting, for messages. */
    String limit() {
        return process.isAlive() ? "within " + seconds + " s" : "before the server ended";
    }
}
