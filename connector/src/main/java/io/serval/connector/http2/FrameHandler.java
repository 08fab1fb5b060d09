package io.serval.connector.http2;

/**
 * Takes frames whose form is right (RFC 9113 §6), in their order. Arrays belong to the reader and are valid during the
 * call
 * only. Frames of unknown types do not come here (§5.5), nor do the parts of a header block: it comes whole.
 */
interface FrameHandler {
    /** @param flowLength what counts for flow control: the content and its padding */
    void data(int streamId, byte[] bytes, int start, int length, int flowLength, boolean endStream)
            throws Http2Exception;

    /** A whole header block, of one HEADERS frame and any CONTINUATION frames. */
    void headers(int streamId, byte[] block, int start, int end, boolean endStream) throws Http2Exception;

    void priority(int streamId) throws Http2Exception;

    void reset(int streamId, int errorCode) throws Http2Exception;

    /** @param bytes pairs of identifier and value, six bytes each */
    void settings(byte[] bytes, int start, int end) throws Http2Exception;

    void settingsAcknowledged() throws Http2Exception;

    void ping(long opaque, boolean acknowledges) throws Http2Exception;

    void goAway(int lastStreamId, int errorCode) throws Http2Exception;

    /** @param increment 0 to 2^31-1; 0 is the handler's to refuse */
    void windowUpdate(int streamId, int increment) throws Http2Exception;

    /** A new priority (RFC 9218 §7.1). @param value the field value, ISO-8859-1 */
    void priorityUpdate(int streamId, String value) throws Http2Exception;

    /** A frame that is empty and does nothing, which an attacker may send without end. */
    void idleFrame() throws Http2Exception;
}
