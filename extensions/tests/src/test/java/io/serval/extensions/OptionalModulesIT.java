package io.serval.extensions;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The lines of docs/connector.md that turn on br and zstd, on a copy of a distribution. */
@DisabledOnOs(OS.WINDOWS)
class OptionalModulesIT {
    private static final Path SOURCE = Path.of("").toAbsolutePath().getParent().getParent();
    private static final String TEXT = "Lorem ipsum dolor sit amet. ".repeat(500);

    @TempDir Path directory;

    private Path home;
    private int port;

    private record Answer(int status, String output) { }

    @BeforeEach void copyTheDistribution() throws IOException {
        home = Files.createDirectories(directory.resolve("my server"));
        port = freePort();
        for (String each : List.of("bin", "conf", "lib/optional")) {
            copy(each);
        }
        fillLib();
        Files.createDirectories(home.resolve("webapps/ROOT"));
        Files.writeString(home.resolve("webapps/ROOT/page.txt"), TEXT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void copy(String name) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCE.resolve(name))) {
            for (Path each : files.toList()) {
                Path target = home.resolve(SOURCE.relativize(each).toString());
                Files.createDirectories(target.getParent());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** The class path of this test has what lib/ holds; modules may be there as folders of classes. */
    private void fillLib() throws IOException {
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path entry = Path.of(each);
            String module = entry.getParent().getParent().getFileName().toString();
            if (Files.isDirectory(entry) && module.matches("connector|container")) {
                jar(entry, home.resolve("lib/serval-" + module + "-test.jar"));
            } else if (entry.getFileName().toString()
                    .matches("(slf4j|logback|jakarta|asm|serval-container|serval-connector).*\\.jar")) {
                Files.copy(entry, home.resolve("lib").resolve(entry.getFileName()));
            }
        }
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out);
             Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, entries);
            }
        }
    }

    private Answer shell(String commands) throws IOException, InterruptedException {
        Path output = Files.createTempFile("serval-modules", ".out");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", commands).directory(home.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(each -> each.startsWith("SERVAL_") || each.startsWith("CATALINA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx256m -Dhttp.port=" + port + " -Dshutdown.port=-1");
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> commands + " did not end within a minute");
        String said = Files.readString(output);
        Files.delete(output);
        return new Answer(process.exitValue(), said);
    }

    @AfterEach void leaveNoProcess() throws Exception {
        shell("bin/serval.sh stop -force");
    }

    /** The commands of the page that name SERVAL_MODULES. */
    private static String documented() throws IOException {
        String page = Files.readString(SOURCE.resolve("docs/connector.md"));
        int names = page.indexOf("SERVAL_MODULES=");
        int begin = page.lastIndexOf("```sh\n", names) + 6;
        return page.substring(begin, page.indexOf("```", begin));
    }

    private String coding(String accepted) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://localhost:" + port + "/page.txt")).header("Accept-Encoding", accepted).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        String coding = response.headers().firstValue("Content-Encoding").orElse("none");
        byte[] content = coding.equals("none") ? response.body() : Decoding.decoded(coding, response.body());
        assertEquals(TEXT, new String(content, StandardCharsets.ISO_8859_1), coding);
        return coding;
    }

    @Test void theDocumentedLinesTurnOnBrAndZstd() throws Exception {
        assertEquals(0, shell("bin/startup.sh").status());
        assertEquals("gzip", coding("gzip, deflate, br, zstd"));
        Answer answer = shell(documented());
        assertEquals(0, answer.status(), answer.output());
        assertEquals("zstd", coding("gzip, deflate, br, zstd"), answer::output);
        assertEquals("br", coding("gzip, deflate, br"));
        assertEquals("gzip", coding("gzip, deflate"));
        assertEquals("none", coding("identity"));
        String log = Files.readString(home.resolve("logs/serval.log"));
        assertTrue(log.contains("encodes responses with zstd, br, gzip"), log);
        assertFalse(Files.readString(home.resolve("logs/serval.out")).contains("WARNING"), "the JVM warns");
    }

    @Test void aModuleThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        Answer answer = shell("SERVAL_MODULES=lzma bin/startup.sh");
        assertEquals(1, answer.status());
        assertTrue(answer.output().matches("(?s).*SERVAL_MODULES names lzma; there are: .*brotli .*zstd.*"),
                answer.output());
    }

    @Test void aLibraryThatCannotBeLoadedIsToldOfAndTheServerServesOnWithoutIt() throws Exception {
        Answer answer = shell("JAVA_OPTS=\"$JAVA_OPTS -Dbrotli4j.library.path=/none -DZstdNativePath=/none\" "
                + "SERVAL_MODULES=brotli,zstd bin/startup.sh");
        assertEquals(0, answer.status(), answer.output());
        assertEquals("gzip", coding("gzip, deflate, br, zstd"));
        List<String> told = Files.readString(home.resolve("logs/serval.log")).lines()
                .filter(line -> line.contains("is left out")).toList();
        String all = told.stream().collect(Collectors.joining("\n"));
        assertEquals(2, told.size(), all);
        assertTrue(all.contains("io.serval.brotli.BrotliCoding") && all.contains("io.serval.zstd.ZstdCoding")
                && all.contains("/none"), all);
    }
}
