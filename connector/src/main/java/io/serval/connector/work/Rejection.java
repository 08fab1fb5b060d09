package io.serval.connector.work;

/** Why a job was not taken. */
public enum Rejection {
    QUEUE_FULL("more requests wait for a thread than maxQueueSize allows"),
    QUEUE_TOO_OLD("the eldest waiting request waits longer than maxQueueAge"),
    STOPPED("the workers are stopped");

    private final String reason;

    Rejection(String reason) {
        this.reason = reason;
    }

    /** For the log: what happened, and which attribute has a say in it. */
    public String reason() {
        return reason;
    }
}
