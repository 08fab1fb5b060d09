package io.serval.connector.coding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;

import io.serval.connector.coding.spi.ContentEncoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class GzipEncoderTest {
    private final GzipCoding coding = new GzipCoding();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private byte[] decoded() throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes();
    }

    @Test void whatIsWrittenComesBackWhateverItsSizeAndPieces() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            byte[] content = new byte[random.nextInt(60_000)];
            random.nextBytes(content);
            Arrays.fill(content, 0, content.length / 2, (byte) 'a');
            out.reset();
            ContentEncoder encoder = coding.open();
            for (int at = 0; at < content.length; ) {
                int count = Math.min(content.length - at, 1 + random.nextInt(20_000));
                encoder.write(content, at, count, out::write);
                at += count;
                if (random.nextInt(3) == 0) {
                    encoder.flush(out::write);
                }
            }
            encoder.finish(out::write);
            encoder.close();
            assertArrayEquals(content, decoded(), "round " + round);
        }
    }

    @Test void everythingWrittenBeforeAFlushCanBeDecodedAfterIt() throws IOException {
        ContentEncoder encoder = coding.open();
        byte[] event = "data: one\n\n".getBytes(UTF_8);
        encoder.write(event, 0, event.length, out::write);
        encoder.flush(out::write);
        GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()));
        assertArrayEquals(event, in.readNBytes(event.length));
    }

    @Test void aFlushOfNothingNewPutsOutNothing() throws IOException {
        ContentEncoder encoder = coding.open();
        encoder.write(new byte[] {1}, 0, 1, out::write);
        encoder.flush(out::write);
        int before = out.size();
        encoder.flush(out::write);
        assertEquals(before, out.size());
    }

    @Test void anEncoderGivenBackUnfinishedBeginsAnew() throws IOException {
        ContentEncoder encoder = coding.open();
        encoder.write(new byte[10_000], 0, 10_000, (bytes, offset, length) -> { });
        encoder.close();
        ContentEncoder again = coding.open();
        assertSame(encoder, again, "the encoder was not kept");
        again.write("new".getBytes(UTF_8), 0, 3, out::write);
        again.finish(out::write);
        assertArrayEquals("new".getBytes(UTF_8), decoded());
    }
}
