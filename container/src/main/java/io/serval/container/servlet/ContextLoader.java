package io.serval.container.servlet;

/** Makes a class loader the context class loader of this thread for a while (Servlet 6.1 §10.7.2). */
public final class ContextLoader {
    private final Thread thread;
    private final ClassLoader outer;

    private ContextLoader(Thread thread, ClassLoader outer) {
        this.thread = thread;
        this.outer = outer;
    }

    /** Sets the loader; the caller calls {@link #leave()} on the result in {@code finally}. */
    public static ContextLoader enter(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ContextLoader outer = new ContextLoader(thread, thread.getContextClassLoader());
        thread.setContextClassLoader(loader);
        return outer;
    }

    /** Puts back the loader that was there before. */
    public void leave() {
        thread.setContextClassLoader(outer);
    }
}
