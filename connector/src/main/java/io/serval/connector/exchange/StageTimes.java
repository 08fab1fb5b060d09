package io.serval.connector.exchange;

import io.serval.http.ExchangeTimes;

/** When the stages of an exchange happened; written by the owner of the exchange. */
public final class StageTimes implements ExchangeTimes {
    private long accepted;
    private long firstByte;
    private long headComplete;
    private long queued;
    private long dispatched;
    private long firstByteOut;
    private long lastByteOut;

    public void begin(long acceptedNanos, long firstByteNanos, long headCompleteNanos) {
        accepted = acceptedNanos;
        firstByte = firstByteNanos;
        headComplete = headCompleteNanos;
    }

    public void queued(long nanos) {
        queued = nanos;
    }

    public void dispatched(long nanos) {
        dispatched = nanos;
    }

    public void firstByteOut(long nanos) {
        firstByteOut = nanos;
    }

    public void lastByteOut(long nanos) {
        lastByteOut = nanos;
    }

    public void reset() {
        begin(0, 0, 0);
        queued = 0;
        dispatched = 0;
        firstByteOut = 0;
        lastByteOut = 0;
    }

    @Override public long accepted() {
        return accepted;
    }

    @Override public long firstByte() {
        return firstByte;
    }

    @Override public long headComplete() {
        return headComplete;
    }

    @Override public long queued() {
        return queued;
    }

    @Override public long dispatched() {
        return dispatched;
    }

    @Override public long firstByteOut() {
        return firstByteOut;
    }

    @Override public long lastByteOut() {
        return lastByteOut;
    }
}
