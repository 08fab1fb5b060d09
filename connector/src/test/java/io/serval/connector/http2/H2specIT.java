package io.serval.connector.http2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.HttpConnector;
import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What h2spec, a conformance test of HTTP/2 and HPACK by others, thinks of us: {@code mvn -Ph2spec verify}. Its program
 * comes as a resource of the profile's one dependency. Its strict cases, those of SHOULD, are asked for too.
 */
@EnabledIf("isHere")
class H2specIT {
    private static final String VERSION = "2.1.0";
    private static final int CASES = 146;

    /** Takes any content, and answers with as much as every case of flow control wants. */
    private static final HttpHandler HANDLER = exchange -> {
        H2Wire.readAll(exchange);
        exchange.response().write(new byte[4_000], 0, 4_000);
    };

    @TempDir private Path directory;

    static boolean isHere() {
        return H2specIT.class.getResource(resource()) != null;
    }

    private static String resource() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String archive = system.contains("windows") ? "windows_amd64.zip"
                : system.contains("mac") ? "darwin_amd64.tar.gz" : "linux_amd64.tar.gz";
        return "/h2spec/" + VERSION + "/h2spec_" + archive;
    }

    @Test
    void everyCaseOnClearTextIsPassed() throws Exception {
        check(ConnectorConfig.DEFAULT, List.of("-S"));
    }

    @Test
    void everyCaseOverTlsIsPassed() throws Exception {
        Path keys = Path.of(H2specIT.class.getResource("/tls/rsa-cert.pem").toURI());
        TlsHost host = TlsHost.of(new CertificateSource.Pem(keys, keys.resolveSibling("rsa-pkcs8.pem"), null,
                "secret".toCharArray()));
        check(ConnectorConfig.DEFAULT.withTls(TlsConfig.of(host)), List.of("-S", "-t", "-k"));
    }

    private void check(ConnectorConfig config, List<String> options) throws Exception {
        HttpConnector connector = new HttpConnector(config.withAddress("127.0.0.1"), HANDLER);
        connector.start();
        try {
            Path report = directory.resolve("report.xml");
            List<String> command = new ArrayList<>(List.of(program().toString(), "-p",
                    Integer.toString(connector.localPort()), "-j", report.toString()));
            command.addAll(options);
            Path output = directory.resolve("output.txt");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "h2spec does not come to its end");
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertEquals(List.of(), failures(report), said);
        } finally {
            connector.stop(Duration.ofSeconds(5));
        }
    }

    private static List<String> failures(Path report) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        NodeList cases = document.getElementsByTagName("testcase");
        assertEquals(CASES, cases.getLength(), "cases that were run");
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            boolean failed = test.getElementsByTagName("failure").getLength() > 0
                    || test.getElementsByTagName("error").getLength() > 0;
            if (failed || test.getElementsByTagName("skipped").getLength() > 0) {
                failures.add(test.getAttribute("package") + " " + test.getAttribute("classname"));
            }
        }
        return failures;
    }

    /** Unpacks the program for this system. */
    private Path program() throws IOException {
        Path program = directory.resolve("h2spec.exe");
        try (InputStream archive = H2specIT.class.getResourceAsStream(resource())) {
            if (resource().endsWith(".zip")) {
                ZipInputStream zip = new ZipInputStream(archive);
                zip.getNextEntry();
                Files.copy(zip, program);
            } else {
                untar(new GZIPInputStream(archive), program);
            }
        }
        return program;
    }

    /** The first file of a tar archive: after a header of 512 bytes, which has the size in octal digits. */
    private static void untar(InputStream tar, Path program) throws IOException {
        byte[] header = tar.readNBytes(512);
        int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII).strip(), 8);
        Files.write(program, tar.readNBytes(size));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
