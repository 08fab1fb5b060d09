package io.serval.extensions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.Compression;
import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;
import io.serval.container.Serval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Files with encoded siblings, from the disk to a client, where responses are encoded on the fly too. */
class PrecompressedIT {
    private static final String TEXT = "body { color: #123456; margin: 0 auto }\n".repeat(400);
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <servlet>
                <servlet-name>default</servlet-name>
                <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
                <init-param><param-name>precompressed</param-name><param-value>true</param-value></init-param>
              </servlet>
              <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
            </web-app>
            """;
    private static final Map<String, byte[]> SIBLINGS = new HashMap<>();

    @TempDir static Path folder;

    private static Serval server;

    @BeforeAll static void start() throws IOException {
        Files.createDirectories(folder.resolve("WEB-INF"));
        Files.writeString(folder.resolve("WEB-INF/web.xml"), WEB_XML);
        Files.writeString(folder.resolve("style.css"), TEXT);
        Files.writeString(folder.resolve("alone.css"), TEXT);
        for (ContentCoding each : ServiceLoader.load(ContentCoding.class)) {
            SIBLINGS.put(each.name(), encoded(each));
        }
        SIBLINGS.put("gzip", gzipped());
        Files.write(folder.resolve("style.css.br"), SIBLINGS.get("br"));
        Files.write(folder.resolve("style.css.zst"), SIBLINGS.get("zstd"));
        Files.write(folder.resolve("style.css.gz"), SIBLINGS.get("gzip"));
        server = Serval.builder().port(0).address("127.0.0.1").connector(c -> c.withCompression(Compression.ON))
                .webapp("", folder).start();
    }

    private static byte[] encoded(ContentCoding coding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ContentEncoder encoder = coding.open();
        encoder.write(TEXT.getBytes(UTF_8), 0, TEXT.length(), out::write);
        encoder.finish(out::write);
        encoder.close();
        return out.toByteArray();
    }

    private static byte[] gzipped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(TEXT.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    @AfterAll static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> send(String method, String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (fields.length > 0) {
            request.headers(fields);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "gzip, deflate, br, zstd         | br",
        "gzip, deflate, zstd             | zstd",
        "gzip, deflate                   | gzip",
        "gzip;q=1, br;q=0.5, zstd;q=0.7  | gzip",
        "br;q=0, *                       | zstd",
        "*                               | br",
        "*;q=0                           | none",
        "identity, gzip;q=0.5            | none",
        "identity;q=0, gzip;q=0.1        | gzip",
        "deflate                         | none"})
    void theSiblingIsTheOneTheClientLikesBest(String accepted, String coding) throws Exception {
        HttpResponse<byte[]> response = send("GET", "/style.css", "Accept-Encoding", accepted);
        assertEquals(200, response.statusCode());
        assertEquals(coding, field(response, "Content-Encoding"));
        assertEquals("text/css", field(response, "Content-Type").replaceAll(";.*", ""));
        assertEquals("accept-encoding", field(response, "Vary").toLowerCase());
        assertEquals(1, response.headers().allValues("Vary").size());
        byte[] expected = coding.equals("none") ? TEXT.getBytes(UTF_8) : SIBLINGS.get(coding);
        assertArrayEquals(expected, response.body(), "not the file itself");
        assertEquals(Integer.toString(expected.length), field(response, "Content-Length"));
        assertEquals(TEXT, coding.equals("none") ? new String(response.body(), UTF_8)
                : new String(Decoding.decoded(coding, response.body()), UTF_8));
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd", "gzip"})
    void headHasTheFieldsOfGet(String coding) throws Exception {
        HttpResponse<byte[]> get = send("GET", "/style.css", "Accept-Encoding", coding);
        HttpResponse<byte[]> head = send("HEAD", "/style.css", "Accept-Encoding", coding);
        assertEquals(0, head.body().length);
        for (String name : new String[] {"Content-Encoding", "Content-Length", "ETag", "Vary", "Content-Type",
            "Last-Modified", "Accept-Ranges"}) {
            assertEquals(field(get, name), field(head, name), name);
        }
    }

    @ParameterizedTest @ValueSource(strings = {"br", "zstd", "gzip"})
    void rangesAreThoseOfTheSibling(String coding) throws Exception {
        HttpResponse<byte[]> part = send("GET", "/style.css", "Accept-Encoding", coding, "Range", "bytes=5-14");
        byte[] all = SIBLINGS.get(coding);
        assertEquals(206, part.statusCode());
        assertEquals(coding, field(part, "Content-Encoding"));
        assertEquals("bytes 5-14/" + all.length, field(part, "Content-Range"));
        assertArrayEquals(Arrays.copyOfRange(all, 5, 15), part.body());
        assertEquals("accept-encoding", field(part, "Vary").toLowerCase());
        assertEquals(416, send("GET", "/style.css", "Accept-Encoding", coding, "Range", "bytes=999999-").statusCode());
    }

    @Test void everyFormHasATagOfItsOwnAndIsNotModifiedByItsOwn() throws Exception {
        Set<String> tags = new HashSet<>();
        for (String coding : new String[] {"br", "zstd", "gzip", "identity"}) {
            String tag = field(send("GET", "/style.css", "Accept-Encoding", coding), "ETag");
            assertTrue(tags.add(tag), coding + " has the tag of another form: " + tag);
            HttpResponse<byte[]> again = send("GET", "/style.css", "Accept-Encoding", coding, "If-None-Match", tag);
            assertEquals(304, again.statusCode(), coding);
            assertEquals(tag, field(again, "ETag"), coding);
            assertEquals("accept-encoding", field(again, "Vary").toLowerCase(), coding);
            assertEquals("none", field(again, "Content-Encoding"), coding);
        }
        String ofGzip = field(send("GET", "/style.css", "Accept-Encoding", "gzip"), "ETag");
        assertEquals(200, send("GET", "/style.css", "Accept-Encoding", "br", "If-None-Match", ofGzip).statusCode());
    }

    @Test void aFileWithoutSiblingsIsEncodedOnTheFly() throws Exception {
        for (String coding : new String[] {"br", "zstd", "gzip"}) {
            HttpResponse<byte[]> response = send("GET", "/alone.css", "Accept-Encoding", coding);
            assertEquals(coding, field(response, "Content-Encoding"));
            assertTrue(field(response, "ETag").startsWith("W/"), field(response, "ETag"));
            assertEquals("none", field(response, "Accept-Ranges"));
            assertEquals(TEXT, new String(Decoding.decoded(coding, response.body()), UTF_8));
            HttpResponse<byte[]> part = send("GET", "/alone.css", "Accept-Encoding", coding, "Range", "bytes=0-3");
            assertEquals(206, part.statusCode());
            assertEquals("none", field(part, "Content-Encoding"), "parts are those of the file");
            assertEquals(TEXT.substring(0, 4), new String(part.body(), UTF_8));
        }
    }
}
