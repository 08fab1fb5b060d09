package io.serval.extensions;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.serval.connector.Compression;
import io.serval.container.Serval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Server-sent events that are encoded: each arrives whole before the next is written, over a real socket. */
@Timeout(60)
class EventStreamIT {
    private static final int EVENTS = 50;

    /** Writes an event when the client has had the one before, and never before. */
    private final Semaphore wanted = new Semaphore(0);
    private final long[] written = new long[EVENTS];
    private Serval server;

    private final class Events extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream");
            response.setCharacterEncoding(UTF_8);
            response.flushBuffer(); // nothing is there yet, and the client shall know that the stream is open
            for (int i = 0; i < EVENTS; i++) {
                awaitWish(i);
                written[i] = System.nanoTime();
                response.getWriter().write(event(i));
                response.flushBuffer();
            }
        }

        private void awaitWish(int event) throws IOException {
            try {
                if (!wanted.tryAcquire(10, TimeUnit.SECONDS)) {
                    throw new IOException("the client has not had what came before event " + event);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static String event(int number) {
        return "id: " + number + "\ndata: {\"price\": " + number * 37 % 101 + "}\n\n";
    }

    @BeforeEach void start() {
        Compression compression = Compression.ON.withTypes(List.of("text/event-stream"));
        server = Serval.builder().port(0).address("127.0.0.1")
                .connector(c -> c.withCompression(compression).withHttp2(c.http2().withUpgrade(true)))
                .context("", app -> app.servlet("/events", new Events())).start();
    }

    @AfterEach void stop() {
        wanted.release(EVENTS); // for who still writes
        server.close();
    }

    static Stream<Arguments> codingsAndProtocols() {
        return Stream.of("gzip", "br", "zstd").flatMap(coding -> Stream.of(HttpClient.Version.values())
                .map(version -> Arguments.of(coding, version)));
    }

    private HttpResponse<InputStream> open(String coding, HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/events"))
                .header("Accept", "text/event-stream").header("Accept-Encoding", coding)
                .timeout(Duration.ofSeconds(10)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    @ParameterizedTest @MethodSource("codingsAndProtocols")
    void everyEventArrivesBeforeTheNextIsWritten(String coding, HttpClient.Version version) throws Exception {
        HttpResponse<InputStream> response = open(coding, version);
        assertEquals(version, response.version());
        assertEquals(coding, response.headers().firstValue("Content-Encoding").orElse("none"));
        List<Long> latencies = new ArrayList<>();
        CompletableFuture<InputStream> decoder = decoder(coding, response.body());
        for (int i = 0; i < EVENTS; i++) {
            wanted.release();
            assertEquals(event(i), new String(Decoding.read(decoder.get(), event(i).length()), UTF_8));
            latencies.add(System.nanoTime() - written[i]);
        }
        assertEquals(-1, decoder.get().read(), "more than the events arrived");
        tell(coding, version, latencies);
    }

    /** Opened beside the first wish, because decoders may begin by reading. */
    private static CompletableFuture<InputStream> decoder(String coding, InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Decoding.streaming(coding, in);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Told and not asserted: how fast a machine is says nothing of the server. */
    private static void tell(String coding, HttpClient.Version version, List<Long> nanos) {
        List<Long> sorted = nanos.stream().skip(5).sorted().toList();
        System.out.printf("%s over %s: an event is decoded %.2f ms after it was written (median; at most %.2f ms)%n",
                coding, version, sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() - 1) / 1e6);
    }

    @ParameterizedTest @MethodSource("codingsAndProtocols")
    void aClientThatGoesEndsTheStreamAndTheServerGoesOn(String coding, HttpClient.Version version) throws Exception {
        HttpResponse<InputStream> response = open(coding, version);
        wanted.release(3);
        assertTrue(response.body().read() >= 0);
        response.body().close();
        wanted.release(3 * EVENTS);
        HttpResponse<InputStream> next = open(coding, version);
        InputStream decoder = decoder(coding, next.body()).get();
        assertEquals(event(0), new String(Decoding.read(decoder, event(0).length()), UTF_8));
        next.body().close();
    }
}
