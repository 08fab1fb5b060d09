package io.serval.connector.work;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** The one place that reaches for virtual threads, which Java 17 does not have. */
final class VirtualThreads {
    private static final int FIRST_RELEASE = 21;
    /** From here on a virtual thread that blocks in {@code synchronized} lets its carrier go (JEP 491). */
    private static final int FIRST_UNPINNED_RELEASE = 24;

    private VirtualThreads() { }

    /** Whether this JVM has virtual threads that may block anywhere. */
    static boolean areUnpinned() {
        return Runtime.version().feature() >= FIRST_UNPINNED_RELEASE;
    }

    /**
     * Makes virtual threads named by the prefix and a running number from 1.
     *
     * @throws IllegalStateException on a JVM that has none
     */
    static ThreadFactory factory(String namePrefix) {
        if (Runtime.version().feature() < FIRST_RELEASE) {
            throw new IllegalStateException("virtual threads need Java " + FIRST_RELEASE + " or newer, this is Java "
                    + Runtime.version().feature() + "; use platform threads (useVirtualThreads=\"false\")");
        }
        try {
            return reflectiveFactory(namePrefix);
        } catch (Throwable e) {
            throw new IllegalStateException("this JVM does not give virtual threads", e);
        }
    }

    private static ThreadFactory reflectiveFactory(String namePrefix) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
        MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual));
        MethodHandle name = lookup.findVirtual(virtual, "name",
                MethodType.methodType(virtual, String.class, long.class));
        MethodHandle inherit = lookup.findVirtual(virtual, "inheritInheritableThreadLocals",
                MethodType.methodType(virtual, boolean.class));
        MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
        Object named = inherit.invoke(name.invoke(ofVirtual.invoke(), namePrefix, 1L), false);
        return (ThreadFactory) factory.invoke(named);
    }
}
