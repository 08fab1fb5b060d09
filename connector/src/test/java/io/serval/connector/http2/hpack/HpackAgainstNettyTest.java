package io.serval.connector.http2.hpack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Another implementation reads what ours writes and writes what ours reads. */
class HpackAgainstNettyTest {
    private final Random random = new Random(9113);

    @Test
    void readsWhatNettyWrites() throws Exception {
        for (int round = 0; round < 50; round++) {
            DefaultHttp2HeadersEncoder theirs = new DefaultHttp2HeadersEncoder((name, value) -> false);
            HpackDecoder ours = new HpackDecoder(4096, 1 << 20);
            for (int block = 0; block < 10; block++) {
                List<String> fields = fields();
                Http2Headers headers = new DefaultHttp2Headers(false);
                fields.forEach(field -> headers.add(name(field), value(field)));
                ByteBuf out = Unpooled.buffer();
                theirs.encodeHeaders(1, headers, out);
                byte[] bytes = ByteBufUtil.getBytes(out);
                List<String> seen = new ArrayList<>();
                ours.decode(bytes, 0, bytes.length, (name, value) -> seen.add(name + '=' + value));
                assertEquals(fields, seen);
            }
        }
    }

    @Test
    void writesWhatNettyReads() throws Exception {
        for (int round = 0; round < 50; round++) {
            HpackEncoder ours = new HpackEncoder(4096);
            DefaultHttp2HeadersDecoder theirs = new DefaultHttp2HeadersDecoder(false, 1 << 20);
            for (int block = 0; block < 10; block++) {
                List<String> fields = fields();
                ours.begin();
                fields.forEach(field -> ours.field(name(field), value(field)));
                Http2Headers headers = theirs.decodeHeaders(1, Unpooled.wrappedBuffer(ours.array(), 0, ours.size()));
                List<String> seen = new ArrayList<>();
                for (Map.Entry<CharSequence, CharSequence> field : headers) {
                    seen.add(field.getKey() + "=" + field.getValue());
                }
                assertEquals(fields, seen);
            }
        }
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf('='));
    }

    private static String value(String field) {
        return field.substring(field.indexOf('=') + 1);
    }

    /** Different names in one block, since the other implementation sorts lines of one name together. */
    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        int start = random.nextInt(20);
        for (int i = 0; i < 1 + random.nextInt(10); i++) {
            StringBuilder value = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                value.append((char) (1 + random.nextInt(255)));
            }
            fields.add("x-" + (start + i) + '=' + value);
        }
        return fields;
    }
}
