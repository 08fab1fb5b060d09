package io.serval.connector.coding.spi;

import java.io.IOException;

/** Encodes the content of one response. Used by one thread at a time. */
public interface ContentEncoder {
    /** Where encoded bytes go; takes them before it returns. */
    @FunctionalInterface
    interface Output {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Encodes bytes; what comes out of it may come at once or later. */
    void write(byte[] bytes, int offset, int length, Output output) throws IOException;

    /** Puts out so much that a decoder can give back everything written so far, and leaves the encoding open. */
    void flush(Output output) throws IOException;

    /** Puts out the rest and ends the encoding. */
    void finish(Output output) throws IOException;

    /** Gives back what the encoder holds, finished or not. Called once, last. */
    void close();
}
