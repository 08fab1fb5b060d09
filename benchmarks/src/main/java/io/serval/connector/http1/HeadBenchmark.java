package io.serval.connector.http1;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.serval.http.HttpException;

/** The head of a request, from bytes to a target and fields. Stands here because its subjects are not public. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadBenchmark {
    private final byte[] small = ascii("GET /plaintext HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");
    private final byte[] browser = ascii("""
            GET /shop/articles/4711?sort=price&page=2 HTTP/1.1
            Host: www.example.com
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            Accept-Language: en-US,en;q=0.5
            Accept-Encoding: gzip, deflate, br, zstd
            Referer: https://www.example.com/shop/articles
            Connection: keep-alive
            Cookie: JSESSIONID=0123456789ABCDEF0123456789ABCDEF; theme=dark; consent=yes
            Upgrade-Insecure-Requests: 1
            Sec-Fetch-Dest: document
            Sec-Fetch-Mode: navigate
            Sec-Fetch-Site: same-origin

            """.replace("\n", "\r\n"));
    private final HeadScanner scanner = new HeadScanner(HeadLimits.DEFAULT);
    private final Http1Head head = new Http1Head(HeadLimits.DEFAULT, new TargetCache(TargetRules.STRICT));

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Three lines. */
    @Benchmark
    public Http1Head small() throws HttpException {
        return parse(small);
    }

    /** What a browser sends. */
    @Benchmark
    public Http1Head browser() throws HttpException {
        return parse(browser);
    }

    private Http1Head parse(byte[] bytes) throws HttpException {
        scanner.reset();
        int end = scanner.scan(bytes, 0, bytes.length);
        head.clear();
        head.parse(bytes, scanner.skipped(), end);
        return head;
    }
}
