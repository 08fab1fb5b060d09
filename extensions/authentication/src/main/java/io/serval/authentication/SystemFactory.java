package io.serval.authentication;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.security.auth.message.config.AuthConfigFactory;

/**
 * Sees to it that the JVM has a factory as long as a server runs. The API wants one for all; the first server makes it,
 * with its file, and the last one takes it away, unless somebody has set another meanwhile.
 */
final class SystemFactory {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static int servers;
    private static AuthConfigFactory ours;

    private SystemFactory() {
    }

    /** @throws SecurityException if the file of providers is not right; the message says where */
    static void acquire(Path file) {
        LOCK.lock();
        try {
            if (AuthConfigFactory.getFactory() == null) {
                ours = new ServalAuthConfigFactory(file);
                AuthConfigFactory.setFactory(ours);
            }
            servers++;
        } finally {
            LOCK.unlock();
        }
    }

    static void release() {
        LOCK.lock();
        try {
            servers--;
            if (servers == 0 && ours != null) {
                if (AuthConfigFactory.getFactory() == ours) {
                    AuthConfigFactory.setFactory(null);
                }
                ours = null;
            }
        } finally {
            LOCK.unlock();
        }
    }
}
