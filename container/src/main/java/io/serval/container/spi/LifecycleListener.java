package io.serval.container.spi;

/** Is told of the life of a server and of its web applications. Called by the thread that starts or stops them. */
public interface LifecycleListener {
    /** What happened. */
    enum Event { STARTING, STARTED, STOPPING, STOPPED, FAILED }

    /**
     * @param subject what it happened to: {@code server}, or the context path of a web application ({@code ""} is the
     *                root)
     * @param cause   why it failed, or {@code null} when nothing failed
     */
    void lifecycleEvent(Event event, String subject, Throwable cause);
}
