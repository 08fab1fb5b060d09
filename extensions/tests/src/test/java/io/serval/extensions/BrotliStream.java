package io.serval.extensions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.decoder.DecoderJNI.Status;

/** Gives every byte as soon as it can be told, as a browser does; the library's own stream reads on first. */
final class BrotliStream extends InputStream {
    private final InputStream in;
    private final DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(8 * 1024);
    private ByteBuffer decoded = ByteBuffer.allocate(0);

    BrotliStream(InputStream in) throws IOException {
        this.in = in;
    }

    @Override public int read() throws IOException {
        while (!decoded.hasRemaining()) {
            if (decoder.hasOutput()) {
                decoded = decoder.pull();
            } else if (decoder.getStatus() == Status.DONE) {
                return -1;
            } else if (decoder.getStatus() == Status.OK) {
                decoder.push(0);
            } else if (decoder.getStatus() == Status.NEEDS_MORE_INPUT && !fill()) {
                return -1;
            } else if (decoder.getStatus() == Status.ERROR) {
                throw new IOException("this is not br");
            }
        }
        return decoded.get() & 0xff;
    }

    private boolean fill() throws IOException {
        byte[] bytes = new byte[decoder.getInputBuffer().capacity()];
        int count = in.read(bytes);
        if (count > 0) {
            decoder.getInputBuffer().clear().put(bytes, 0, count);
            decoder.push(count);
        }
        return count >= 0;
    }

    @Override public void close() {
        decoder.destroy();
    }
}
