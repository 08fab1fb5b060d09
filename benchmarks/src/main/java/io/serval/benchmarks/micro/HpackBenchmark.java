package io.serval.benchmarks.micro;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import io.serval.connector.http2.hpack.HpackDecoder;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.connector.http2.hpack.HpackException;

/** Field sections of HTTP/2 as a connection sees them again and again: tables are warm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HpackBenchmark {
    private static final String[][] REQUEST = {{":method", "GET"}, {":scheme", "https"}, {":authority", "example.com"},
        {":path", "/shop/articles/4711"}, {"user-agent", "Mozilla/5.0 (X11; Linux x86_64)"}, {"accept", "*/*"},
        {"accept-encoding", "gzip, deflate, br"}, {"cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF"}};
    private static final String[][] RESPONSE = {{":status", "200"}, {"content-type", "text/plain"},
        {"content-length", "13"}, {"date", "Sun, 06 Nov 1994 08:49:37 GMT"}};

    private final HpackEncoder encoder = new HpackEncoder(HpackEncoder.DEFAULT_TABLE_SIZE);
    private final HpackDecoder decoder = new HpackDecoder(HpackDecoder.INITIAL_TABLE_SIZE, 65_536);
    private final byte[] again;

    public HpackBenchmark() {
        HpackEncoder client = new HpackEncoder(HpackEncoder.DEFAULT_TABLE_SIZE);
        byte[] first = encode(client, REQUEST);
        again = encode(client, REQUEST);
        try {
            decoder.decode(first, 0, first.length, (name, value) -> { });
        } catch (HpackException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encode(HpackEncoder encoder, String[][] fields) {
        encoder.begin();
        for (String[] field : fields) {
            encoder.field(field[0], field[1]);
        }
        return Arrays.copyOf(encoder.array(), encoder.size());
    }

    @Benchmark
    public void decodeRequest(Blackhole sink) throws HpackException {
        decoder.decode(again, 0, again.length, (name, value) -> {
            sink.consume(name);
            sink.consume(value);
        });
    }

    @Benchmark
    public int encodeResponse() {
        encoder.begin();
        for (String[] field : RESPONSE) {
            encoder.field(field[0], field[1]);
        }
        return encoder.size();
    }
}
