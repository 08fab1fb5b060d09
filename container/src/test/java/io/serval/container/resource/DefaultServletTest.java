package io.serval.container.resource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DefaultServletTest {
    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String LATER = "Sun, 06 Nov 1994 08:49:38 GMT";
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT";

    @TempDir
    Path app;
    private WebResources resources;

    @BeforeEach void build() throws IOException {
        file("hello.txt", "0123456789");
        file("WEB-INF/secret.txt", "secret");
        file("sub/page.html", "<p>page</p>");
        TestTree.zip(app.resolve("WEB-INF/lib/a.jar"), Map.of("META-INF/resources/lib.css", "of library"));
        resources = ResourceRoots.of(app).build();
    }

    private void file(String path, String content) throws IOException {
        Path file = TestTree.write(app, path, content);
        // Its fraction of a second is not in any header field.
        Files.setLastModifiedTime(file, FileTime.fromMillis(784_111_777_900L));
    }

    @AfterEach void close() {
        resources.close();
    }

    private DefaultServlet servlet(String... parameters) throws ServletException {
        Map<String, String> init = new TreeMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            init.put(parameters[i], parameters[i + 1]);
        }
        ServletContext context = FakeExchange.proxy(ServletContext.class, (called, arguments) ->
                switch (called.getName()) {
                    case "getAttribute" -> arguments[0].equals(DefaultServlet.RESOURCES_ATTRIBUTE) ? resources : null;
                    case "getMimeType" -> MimeTypes.ofFile((String) arguments[0]);
                    default -> throw new AssertionError("unexpected call of " + called);
                });
        DefaultServlet servlet = new DefaultServlet();
        servlet.init(FakeExchange.proxy(ServletConfig.class, (called, arguments) -> switch (called.getName()) {
            case "getInitParameter" -> init.get((String) arguments[0]);
            case "getServletContext" -> context;
            case "getServletName" -> "default";
            default -> throw new AssertionError("unexpected call of " + called);
        }));
        return servlet;
    }

    private String etag() {
        return resources.get("/hello.txt").etag();
    }

    @Test void servesAFileWithWhatCachesNeed() throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").to(servlet());
        assertEquals(200, answer.status);
        assertEquals("0123456789", answer.body());
        assertEquals("text/plain", answer.contentType);
        assertEquals(10, answer.contentLength);
        assertEquals(Map.of("ETag", etag(), "Last-Modified", DATE, "Accept-Ranges", "bytes"), answer.headers);
    }

    @Test void servesTheSameWithoutCache() throws Exception {
        resources = ResourceRoots.of(app).cacheTtl(Duration.ZERO).build();
        servesAFileWithWhatCachesNeed();
        assertEquals("234", FakeExchange.get("/hello.txt").header("Range", "bytes=2-4").to(servlet()).body());
    }

    @Test void answersHeadWithoutContent() throws Exception {
        FakeExchange answer = new FakeExchange("HEAD", "/hello.txt").header("Range", "bytes=0-1").to(servlet());
        assertEquals(200, answer.status, "ranges are of GET only");
        assertEquals("", answer.body());
        assertEquals(10, answer.contentLength);
        assertEquals("text/plain", answer.contentType);
    }

    @Test void servesResourcesOfLibrariesAndBelowAPrefix() throws Exception {
        assertEquals("of library", FakeExchange.get("/lib.css").to(servlet()).body());
        assertEquals("<p>page</p>", FakeExchange.get("/sub").pathInfo("/page.html").to(servlet()).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/WEB-INF/secret.txt", "/web-inf/secret.txt", "/WEB-INF", "/META-INF/",
        "/hello.txt/", "/sub/", "/", "/../x", "/sub/../WEB-INF/secret.txt", "//WEB-INF/secret.txt"})
    void answers404(String path) throws Exception {
        FakeExchange answer = FakeExchange.get(path).to(servlet());
        assertEquals(404, answer.status);
        assertEquals("sent", answer.error);
        assertTrue(answer.headers.isEmpty(), answer.headers.toString());
    }

    @Test void sendsClientsToTheSlashOfADirectory() throws Exception {
        FakeExchange answer = FakeExchange.get("/sub").to(servlet());
        assertEquals(302, answer.status);
        assertEquals("/app/sub/", answer.location);
        assertEquals("/app/sub/?a=b",
                FakeExchange.get("/sub").query("a=b").to(servlet("directoryRedirectStatusCode", "307")).location);
        file("a b;c/x", "x");
        assertEquals("/app/a%20b%3Bc/", FakeExchange.get("/a b;c").to(servlet()).location);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "If-None-Match     | ETAG                      | 304",
        "If-None-Match     | W/ETAG                    | 304",
        "If-None-Match     | \"other\", ETAG           | 304",
        "If-None-Match     | *                         | 304",
        "If-None-Match     | \"other\"                 | 200",
        "If-None-Match     | nonsense                  | 200",
        "If-Match          | ETAG                      | 200",
        "If-Match          | W/ETAG                    | 412",
        "If-Match          | *                         | 200",
        "If-Match          | \"other\"                 | 412",
        "If-Modified-Since | " + DATE + "              | 304",
        "If-Modified-Since | " + LATER + "             | 304",
        "If-Modified-Since | " + EARLIER + "           | 200",
        "If-Modified-Since | nonsense                  | 200",
        "If-Unmodified-Since | " + DATE + "            | 200",
        "If-Unmodified-Since | " + EARLIER + "         | 412",
        "If-Unmodified-Since | nonsense                | 200",
    })
    void evaluatesConditions(String field, String value, int status) throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").header(field, value.replace("ETAG", etag())).to(servlet());
        assertEquals(status, answer.status);
        assertEquals(status == 200 ? "0123456789" : "", answer.body());
        if (status == 304) {
            assertEquals(Map.of("ETag", etag(), "Last-Modified", DATE), answer.headers);
            assertNull(answer.error);
        }
        if (status == 412) {
            assertTrue(answer.headers.isEmpty(), "an error page is not that file");
        }
    }

    @Test void prefersEntityTagsToDates() throws Exception {
        assertEquals(200, FakeExchange.get("/hello.txt").header("If-None-Match", "\"other\"")
                .header("If-Modified-Since", LATER).to(servlet()).status);
        assertEquals(200, FakeExchange.get("/hello.txt").header("If-Match", etag())
                .header("If-Unmodified-Since", EARLIER).to(servlet()).status);
        assertEquals(412, FakeExchange.get("/hello.txt").header("If-Match", "\"other\"")
                .header("If-None-Match", etag()).to(servlet()).status, "If-Match comes first");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bytes=0-0      | 0        | bytes 0-0/10",
        "bytes=2-4      | 234      | bytes 2-4/10",
        "bytes=7-       | 789      | bytes 7-9/10",
        "bytes=-3       | 789      | bytes 7-9/10",
        "bytes=-30      | 0123456789 | bytes 0-9/10",
        "bytes=8-100    | 89       | bytes 8-9/10",
        "BYTES=2-4      | 234      | bytes 2-4/10",
        "bytes= 2-4 ,   | 234      | bytes 2-4/10",
        "bytes=2-4,50-  | 234      | bytes 2-4/10",
    })
    void servesOneRange(String range, String body, String contentRange) throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").header("Range", range).to(servlet());
        assertEquals(206, answer.status);
        assertEquals(body, answer.body());
        assertEquals(contentRange, answer.headers.get("Content-Range"));
        assertEquals(body.length(), answer.contentLength);
        assertEquals(etag(), answer.headers.get("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=-0", "bytes=", "bytes=5-2", "bytes=a-b", "bytes=-", "bytes=1",
        "bytes=--1", "bytes=99999999999999999999-"})
    void refusesRangesItCannotServe(String range) throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").header("Range", range).to(servlet());
        assertEquals(416, answer.status);
        assertEquals(Map.of("Content-Range", "bytes */10"), answer.headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=1-2", "bytes", "bytes=0-9,0-9", "bytes=0-,1-",
        "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,0-0,1-1,2-2,3-3,4-4,5-5,6-6"})
    void sendsEverythingInsteadOfUnreasonableRanges(String range) throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").header("Range", range).to(servlet());
        assertEquals(200, answer.status);
        assertEquals("0123456789", answer.body());
    }

    @Test void servesSeveralRanges() throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").header("Range", "bytes=0-1,-2").to(servlet());
        assertEquals(206, answer.status);
        String boundary = answer.contentType.substring("multipart/byteranges; boundary=".length());
        assertEquals("\r\n--" + boundary + "\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n--"
                + boundary + "\r\nContent-Type: text/plain\r\nContent-Range: bytes 8-9/10\r\n\r\n89\r\n--" + boundary
                + "--\r\n", answer.body());
        assertEquals(answer.bytes.size(), answer.contentLength);
        assertNull(answer.headers.get("Content-Range"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ETAG|206", "W/ETAG|200", "\"other\"|200", DATE + "|206", LATER + "|200",
        "nonsense|200"})
    void servesARangeOnlyOfWhatTheClientKnows(String ifRange, int status) throws Exception {
        assertEquals(status, FakeExchange.get("/hello.txt").header("Range", "bytes=1-2")
                .header("If-Range", ifRange.replace("ETAG", etag())).to(servlet()).status);
    }

    @Test void servesNoRangesWhereSwitchedOff() throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").header("Range", "bytes=1-2")
                .to(servlet("useAcceptRanges", "false"));
        assertEquals(200, answer.status);
        assertNull(answer.headers.get("Accept-Ranges"));
    }

    @Test void sendsACompressedSiblingToWhoTakesIt() throws Exception {
        file("app.js", "plain script");
        file("app.js.gz", "gzipped");
        file("app.js.br", "brotli");
        DefaultServlet servlet = servlet("precompressed", "true");
        FakeExchange answer = FakeExchange.get("/app.js").header("Accept-Encoding", "gzip, br").to(servlet);
        assertEquals("brotli", answer.body());
        assertEquals("br", answer.headers.get("Content-Encoding"));
        assertEquals("Accept-Encoding", answer.headers.get("Vary"));
        assertEquals("text/javascript", answer.contentType);
        assertEquals(6, answer.contentLength);
        FakeExchange gzip = FakeExchange.get("/app.js").header("Accept-Encoding", "gzip").to(servlet);
        assertEquals("gzip", gzip.headers.get("Content-Encoding"));
        assertNotEquals(answer.headers.get("ETag"), gzip.headers.get("ETag"));
        FakeExchange plain = FakeExchange.get("/app.js").to(servlet);
        assertEquals("plain script", plain.body());
        assertNull(plain.headers.get("Content-Encoding"));
        assertEquals("Accept-Encoding", plain.headers.get("Vary"), "caches must know in either case");
        FakeExchange single = FakeExchange.get("/hello.txt").header("Accept-Encoding", "gzip").to(servlet);
        assertNull(single.headers.get("Vary"));
        FakeExchange off = FakeExchange.get("/app.js").header("Accept-Encoding", "gzip, br").to(servlet());
        assertEquals("plain script", off.body());
    }

    @Test void namesNoCodingOnErrorsAboutACompressedSibling() throws Exception {
        file("app.js", "plain script");
        file("app.js.zst", "zstd");
        DefaultServlet servlet = servlet("precompressed", "zstd=.zst");
        for (FakeExchange request : new FakeExchange[] {FakeExchange.get("/app.js").header("Range", "bytes=50-"),
            FakeExchange.get("/app.js").header("If-Match", "\"other\"")}) {
            FakeExchange answer = request.header("Accept-Encoding", "zstd").to(servlet);
            assertTrue(answer.status == 416 || answer.status == 412);
            assertNull(answer.headers.get("Content-Encoding"));
        }
        FakeExchange part = FakeExchange.get("/app.js").header("Range", "bytes=0-1").header("Accept-Encoding", "zstd")
                .to(servlet);
        assertEquals("zs", part.body());
        assertEquals("zstd", part.headers.get("Content-Encoding"));
    }

    @Test void includesAFileWithoutTouchingTheHeader() throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").dispatched(DispatcherType.INCLUDE)
                .header("Range", "bytes=1-2").header("If-None-Match", etag()).to(servlet());
        assertEquals("0123456789", answer.body());
        assertTrue(answer.headers.isEmpty());
        assertNull(answer.contentType);
        assertEquals(-1, answer.contentLength);
    }

    @Test void includesTextWhereAWriterIsInUse() throws Exception {
        file("u.txt", "\ufeffgrün");
        Files.write(app.resolve("l.txt"), "grün".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Files.write(app.resolve("w.txt"), "\ufeffgrün".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        DefaultServlet servlet = servlet("fileEncoding", "ISO-8859-1");
        for (String path : new String[] {"/u.txt", "/l.txt", "/w.txt"}) {
            FakeExchange answer = FakeExchange.get(path).dispatched(DispatcherType.INCLUDE).writing("before ")
                    .to(servlet);
            assertEquals("before grün", answer.text.toString(), path);
        }
        assertEquals("hi", FakeExchange.get(fileOf("s.txt", "hi")).dispatched(DispatcherType.INCLUDE).writing("")
                .to(servlet).text.toString(), "shorter than any byte order mark");
    }

    private String fileOf(String name, String content) throws IOException {
        file(name, content);
        return "/" + name;
    }

    @Test void servesThroughAWriterThatAFilterUses() throws Exception {
        FakeExchange answer = FakeExchange.get("/hello.txt").writing(">").to(servlet());
        assertEquals(">0123456789", answer.text.toString());
        assertEquals(-1, answer.contentLength);
    }

    @Test void throwsWhenAnIncludedFileIsMissing() {
        for (String path : new String[] {"/missing", "/sub", "/sub/"}) {
            assertThrows(FileNotFoundException.class,
                    () -> FakeExchange.get(path).dispatched(DispatcherType.INCLUDE).to(servlet()));
        }
    }

    @Test void letsApplicationsForwardToHiddenFiles() throws Exception {
        assertEquals("secret", FakeExchange.get("/WEB-INF/secret.txt").dispatched(DispatcherType.FORWARD)
                .to(servlet()).body());
        assertEquals("secret", FakeExchange.get("/WEB-INF/secret.txt").dispatched(DispatcherType.INCLUDE)
                .to(servlet()).body());
    }

    @Test void showsErrorPagesWhateverTheRequestWas() throws Exception {
        FakeExchange request = new FakeExchange("DELETE", "/hello.txt").dispatched(DispatcherType.ERROR)
                .header("If-None-Match", etag()).header("Range", "bytes=0-1");
        request.status = 403;
        FakeExchange answer = request.to(servlet());
        assertEquals("0123456789", answer.body());
        assertEquals(403, answer.status);
    }

    @Test void keepsAContentTypeThatSomebodySet() throws Exception {
        FakeExchange request = FakeExchange.get("/hello.txt");
        request.contentType = "text/x-mine";
        assertEquals("text/x-mine", request.to(servlet()).contentType);
        file("unknown.type-of-file", "x");
        assertNull(FakeExchange.get("/unknown.type-of-file").to(servlet()).contentType);
        assertNull(FakeExchange.get("/unknown.type-of-file").to(servlet()).contentType);
    }

    @Test void sendsLargeFilesByTheShortestWay() throws Exception {
        file("large.bin", "x".repeat(700_000));
        DefaultServlet servlet = servlet();
        FakeExchange whole = FakeExchange.get("/large.bin").canSendFiles().to(servlet);
        assertEquals(700_000, whole.sentByFile);
        assertEquals(700_000, whole.bytes.size());
        FakeExchange part = FakeExchange.get("/large.bin").canSendFiles().header("Range", "bytes=-100000").to(servlet);
        assertEquals(100_000, part.sentByFile);
        assertEquals(0, FakeExchange.get("/large.bin").canSendFiles().header("Range", "bytes=-1000").to(servlet)
                .sentByFile, "less than sendfileSize");
        FakeExchange off = FakeExchange.get("/large.bin").canSendFiles().to(servlet("sendfileSize", "-1"));
        assertEquals(0, off.sentByFile);
        assertEquals(700_000, off.bytes.size());
        assertEquals(700_000, FakeExchange.get("/large.bin").to(servlet).bytes.size());
        assertEquals(0, FakeExchange.get("/lib.css").canSendFiles().to(servlet("sendfileSize", "0")).sentByFile);
    }

    @Test void failsWhenAFileBecomesShorterMeanwhile() throws Exception {
        file("large.bin", "x".repeat(700_000));
        resources.get("/large.bin");
        file("large.bin", "x".repeat(600_000));
        assertThrows(java.io.EOFException.class, () -> FakeExchange.get("/large.bin").to(servlet()));
        assertThrows(java.io.EOFException.class, () -> FakeExchange.get("/large.bin").canSendFiles().to(servlet()));
    }

    @Test void listsADirectoryWhereAllowed() throws Exception {
        file("sub/<b>&\"'.txt", "x".repeat(2048));
        file("sub/a:b c.txt", "x");
        Files.createDirectories(app.resolve("sub/zdir"));
        FakeExchange answer = FakeExchange.get("/sub/").to(servlet("listings", "true"));
        assertEquals(200, answer.status);
        assertEquals("text/html;charset=UTF-8", answer.contentType);
        String html = answer.text.toString();
        assertTrue(html.contains("Index of /app/sub/"), html);
        assertTrue(html.contains("<a href=\"./%3Cb%3E&amp;%22&#39;.txt\">&lt;b&gt;&amp;&quot;&#39;.txt</a></td>"
                + "<td>2.0 KiB"), html);
        assertTrue(html.contains("<a href=\"./a:b%20c.txt\">a:b c.txt</a></td><td>1 B</td><td>" + DATE), html);
        assertTrue(html.indexOf("zdir/") < html.indexOf("page.html"), "directories first");
        assertTrue(html.contains("href=\"../\""));
        assertTrue(html.contains("<p>Serval</p>"));
    }

    @Test void hidesInListingsWhatIsClosed() throws Exception {
        String html = FakeExchange.get("/").to(servlet("listings", "true", "showServerInfo", "false")).text.toString();
        assertTrue(html.contains("hello.txt") && html.contains("lib.css"), html);
        assertFalse(html.contains("WEB-INF") || html.contains("href=\"../\"") || html.contains("Serval"), html);
    }

    @Test void sortsListingsWhereAllowed() throws Exception {
        file("a.txt", "x".repeat(100));
        file("b.txt", "x");
        DefaultServlet servlet = servlet("listings", "true", "sortListings", "true");
        String bySize = FakeExchange.get("/").query("C=S").to(servlet).text.toString();
        assertTrue(bySize.indexOf("b.txt") < bySize.indexOf("a.txt"), bySize);
        String byName = FakeExchange.get("/").query("C=N").to(servlet).text.toString();
        assertTrue(byName.indexOf("a.txt") < byName.indexOf("b.txt"), byName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "TRACE", "PATCH"})
    void refusesToChangeAnythingByDefault(String method) throws Exception {
        FakeExchange answer = new FakeExchange(method, "/hello.txt").to(servlet());
        assertEquals(405, answer.status);
        assertEquals("OPTIONS, GET, HEAD, POST", answer.headers.get("Allow"));
        assertEquals("0123456789", Files.readString(app.resolve("hello.txt")));
    }

    @Test void saysWhatItAllows() throws Exception {
        assertEquals("OPTIONS, GET, HEAD, POST",
                new FakeExchange("OPTIONS", "/x").to(servlet()).headers.get("Allow"));
        assertEquals("OPTIONS, GET, HEAD, PUT, DELETE", new FakeExchange("OPTIONS", "/x")
                .to(servlet("readonly", "false", "allowPostAsGet", "false")).headers.get("Allow"));
    }

    @Test void answersPostAsGetUnlessSwitchedOff() throws Exception {
        assertEquals("0123456789", new FakeExchange("POST", "/hello.txt").to(servlet()).body());
        DefaultServlet strict = servlet("allowPostAsGet", "false");
        assertEquals(405, new FakeExchange("POST", "/hello.txt").to(strict).status);
        assertEquals("0123456789", new FakeExchange("POST", "/hello.txt").dispatched(DispatcherType.FORWARD)
                .to(strict).body(), "a form may be forwarded to a page");
    }

    @Test void putsAndDeletesWhereAllowed() throws Exception {
        DefaultServlet servlet = servlet("readonly", "false");
        assertEquals(201, new FakeExchange("PUT", "/sub/new.txt").content("new").to(servlet).status);
        assertEquals("new", FakeExchange.get("/sub/new.txt").to(servlet).body());
        assertEquals(204, new FakeExchange("PUT", "/sub/new.txt").content("newer").to(servlet).status);
        assertEquals("newer", FakeExchange.get("/sub/new.txt").to(servlet).body(), "also through the cache");
        assertEquals(204, new FakeExchange("DELETE", "/sub/new.txt").to(servlet).status);
        assertEquals(404, FakeExchange.get("/sub/new.txt").to(servlet).status);
        assertEquals(404, new FakeExchange("DELETE", "/sub/new.txt").to(servlet).status);
        try (var files = Files.list(app.resolve("sub"))) {
            assertEquals(1, files.count(), "nothing is left over");
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT,/WEB-INF/x,404", "PUT,/web-inf/x,404", "DELETE,/WEB-INF/secret.txt,404", "PUT,/none/x,409",
        "PUT,/sub,409", "PUT,/sub/,409", "PUT,/,409", "PUT,/../x,409", "DELETE,/../app/hello.txt,404",
                "DELETE,/sub,409",
        "DELETE,/lib.css,409", "DELETE,/,409"})
    void refusesToChangeWhatItMust(String method, String path, int status) throws Exception {
        assertEquals(status, new FakeExchange(method, path).content("x").to(servlet("readonly", "false")).status);
        assertTrue(Files.exists(app.resolve("WEB-INF/secret.txt")) && Files.exists(app.resolve("hello.txt")));
    }

    @Test void changesOnlyWhatTheClientKnows() throws Exception {
        DefaultServlet servlet = servlet("readonly", "false");
        assertEquals(412, new FakeExchange("PUT", "/hello.txt").header("If-None-Match", "*").to(servlet).status);
        assertEquals(412, new FakeExchange("DELETE", "/hello.txt").header("If-Match", "\"x\"").to(servlet).status);
        assertEquals(412, new FakeExchange("PUT", "/none.txt").header("If-Match", "*").to(servlet).status);
        assertEquals(400, new FakeExchange("PUT", "/hello.txt").header("Content-Range", "bytes 0-1/10").to(servlet)
                .status);
        assertEquals("0123456789", FakeExchange.get("/hello.txt").to(servlet).body());
        assertEquals(204, new FakeExchange("PUT", "/hello.txt").header("If-Match", etag()).content("y").to(servlet)
                .status);
    }

    @ParameterizedTest
    @CsvSource({"listings,yes", "sendfileSize,large", "directoryRedirectStatusCode,200", "precompressed,br",
        "precompressed,br=br", "fileEncoding,no such", "gzip,maybe"})
    void saysWhichInitParameterIsWrong(String name, String value) {
        ServletException e = assertThrows(ServletException.class, () -> servlet(name, value));
        assertTrue(e.getMessage().contains(name) && e.getMessage().contains("[" + value + "]")
                && e.getMessage().contains("must be"), e.getMessage());
    }

    @Test void saysWhenThereAreNoResources() throws Exception {
        resources.close();
        resources = ResourceRoots.of(null).build();
        assertThrows(ServletException.class, () -> new DefaultServlet() {
            @Override public ServletContext getServletContext() {
                return FakeExchange.proxy(ServletContext.class, (called, arguments) -> null);
            }

            @Override public ServletConfig getServletConfig() {
                return FakeExchange.proxy(ServletConfig.class, (called, arguments) -> null);
            }
        }.init());
    }
}
