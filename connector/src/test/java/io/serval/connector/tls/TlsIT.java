package io.serval.connector.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.HttpConnector;
import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;
import io.serval.connector.tls.config.TlsHost.ClientCertificates;
import io.serval.connector.tls.config.TlsHost.Trust;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.TlsInfo;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * TLS over real sockets: the JDK's clients, several hosts, clients with certificates, new certificates, broken
 * clients.
 */
class TlsIT {
    private static final TlsHost LOCALHOST = TlsHost.of(TestKeys.pem("rsa-cert.pem", "rsa-pkcs8.pem"));
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Says which protocol, and how much content. */
    private static final HttpHandler HANDLER = exchange -> {
        TlsInfo tls = exchange.connection().tls();
        write(exchange, exchange.connection().protocol() + " " + tls.protocol() + " " + tls.requestedHost() + " "
                + (tls.peerCertificates().isEmpty() ? "nobody"
                : tls.peerCertificates().get(0).getSubjectX500Principal()) + " " + drain(exchange));
    };

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpConnector connector;
    @TempDir private Path directory;

    private static void write(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(bytes, 0, bytes.length);
    }

    private static long drain(HttpExchange exchange) throws IOException {
        byte[] part = new byte[16_384];
        long all = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(part, 0, part.length)) {
            all += n;
        }
        return all;
    }

    private void start(TlsConfig tls) throws IOException {
        start(tls, HANDLER);
    }

    private void start(TlsConfig tls, HttpHandler handler) throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withTls(tls), handler);
        connector.start();
    }

    @AfterEach void nothingIsLeft() throws Exception {
        threads.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        if (connector != null) {
            until(() -> connector.metrics().connections() == 0 || connector.metrics().buffersOutstanding() == 0,
                    "buffers are left: " + connector.metrics().buffersOutstanding());
            connector.stop(Duration.ofSeconds(5));
        }
    }

    // Clients

    /** Trusts the authority of the test certificates. @param client name of a key store, or {@code null} */
    private static SSLContext context(String client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(client == null ? null : TestKeys.store(client), TestKeys.PASSWORD);
        return TestKeys.trustingClient(client == null ? null : keys.getKeyManagers());
    }

    private HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(context(null)).build();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + connector.localPort() + "/"));
    }

    private SSLSocket socket(SSLContext context, String serverName, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", connector.localPort());
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        if (serverName != null) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after " + head);
            }
            answer.write(b);
            head = answer.toString(StandardCharsets.ISO_8859_1);
        }
        int at = head.indexOf("Content-Length: ") + 16;
        return new String(in.readNBytes(Integer.parseInt(head.substring(at, head.indexOf('\r', at)))),
                StandardCharsets.ISO_8859_1);
    }

    // Protocols

    @Test
    void theJdksClientSpeaksHttp2ByAlpn() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        HttpClient client = client();
        HttpResponse<String> response = client.send(request().build(), BodyHandlers.ofString());
        assertEquals("h2 TLSv1.3 localhost nobody 0", response.body());
        response = client.send(request().POST(BodyPublishers.ofByteArray(new byte[3_000_000])).build(),
                BodyHandlers.ofString());
        assertEquals("h2 TLSv1.3 localhost nobody 3000000", response.body());
        assertEquals(1, connector.metrics().accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientsWithoutAlpnSpeakHttp1(String protocol) throws Exception {
        start(TlsConfig.of(LOCALHOST));
        SSLSocket socket = socket(context(null), "localhost", protocol);
        for (int i = 0; i < 3; i++) {
            assertEquals("http/1.1 " + protocol + " localhost nobody 0", ask(socket, GET));
        }
    }

    @Test
    void largeContentsGoBothWays() throws Exception {
        byte[] large = new byte[5_000_000];
        new java.util.Random(1).nextBytes(large);
        start(TlsConfig.of(LOCALHOST), exchange -> {
            drain(exchange);
            exchange.response().write(large, 0, large.length);
        });
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> response = client().send(request().version(version)
                    .POST(BodyPublishers.ofByteArray(large)).build(), BodyHandlers.ofByteArray());
            assertEquals(version, response.version());
            org.junit.jupiter.api.Assertions.assertArrayEquals(large, response.body());
        }
    }

    @Test
    void aSessionIsResumed() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        SSLContext context = context(null);
        long created = 0;
        for (int i = 0; i < 2; i++) {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", connector.localPort());
            sockets.add(socket);
            ask(socket, GET);
            assertTrue(i == 0 || socket.getSession().getCreationTime() == created, "a second full handshake");
            created = socket.getSession().getCreationTime();
            socket.close();
            long then = created;
            until(() -> System.currentTimeMillis() > then + 1, "the clock stands");
        }
    }

    @Test
    void browsersAreToldToComeByTlsOnlyUnlessTheHandlerSaysSomethingElse() throws Exception {
        start(TlsConfig.of(LOCALHOST).withStrictTransport("max-age=60"), exchange -> {
            if (exchange.head().target().path().equals("/own")) {
                exchange.response().fields().set(FieldName.STRICT_TRANSPORT_SECURITY, "max-age=0");
            }
            write(exchange, "ok");
        });
        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertEquals(List.of("max-age=60"), strictTransport("/", version));
            assertEquals(List.of("max-age=0"), strictTransport("/own", version));
        }
    }

    private List<String> strictTransport(String path, HttpClient.Version version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + connector.localPort() + path))
                .version(version).build();
        return client().send(request, BodyHandlers.ofString()).headers().allValues("Strict-Transport-Security");
    }

    // Hosts

    @Test
    void theHostIsChosenByName() throws Exception {
        TlsHost shop = TlsHost.of(TestKeys.pem("shop-cert.pem", "shop-pkcs8.pem")).withName("*.shop.test");
        start(new TlsConfig(List.of(LOCALHOST, shop), LOCALHOST.name(), Duration.ofSeconds(10), Duration.ZERO));
        assertEquals("[[2, localhost], [7, 127.0.0.1]]", namesOf("localhost"));
        assertEquals("[[2, *.shop.test]]", namesOf("www.shop.test"));
        assertEquals("[[2, localhost], [7, 127.0.0.1]]", namesOf("other.test"));
        assertEquals("[[2, localhost], [7, 127.0.0.1]]", namesOf(null));
    }

    private String namesOf(String serverName) throws Exception {
        SSLSocket socket = socket(context(null), serverName);
        socket.startHandshake();
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectAlternativeNames()
                .toString();
    }

    @Test
    void aRequestForAnotherHostIsMisdirected() throws Exception {
        TlsHost secret = TlsHost.of(TestKeys.pem("ec-cert.pem", "ec-pkcs8.pem")).withName("127.0.0.1")
                .withClientCertificates(ClientCertificates.REQUIRED, trust());
        start(new TlsConfig(List.of(LOCALHOST, secret), LOCALHOST.name(), Duration.ofSeconds(10), Duration.ZERO));
        HttpClient client = HttpClient.newBuilder().sslContext(context(null)).build();
        HttpResponse<String> ours = client.send(request().build(), BodyHandlers.ofString());
        assertEquals(200, ours.statusCode());
        SSLSocket socket = socket(context(null), "localhost");
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        assertEquals(421, io.serval.connector.http2.Sessions.statusOf(socket, "127.0.0.1:8443"));
    }

    // Clients with certificates

    private static Trust trust() {
        return new Trust(TestKeys.file("ca.pem"), null, null, null, null, null, false, 10);
    }

    @Test
    void aClientWithACertificateIsKnown() throws Exception {
        start(TlsConfig.of(LOCALHOST.withClientCertificates(ClientCertificates.REQUIRED, trust())));
        HttpClient client = HttpClient.newBuilder().sslContext(context("client.p12")).build();
        String body = client.send(request().build(), BodyHandlers.ofString()).body();
        assertTrue(body.contains("CN="), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithoutACertificateIsRefusedWhereOneIsRequired(String protocol) throws Exception {
        start(TlsConfig.of(LOCALHOST.withClientCertificates(ClientCertificates.REQUIRED, trust())));
        assertThrows(SSLException.class, () -> ask(socket(context(null), null, protocol), GET));
    }

    @Test
    void aClientWithoutACertificateIsServedWhereOneIsOptional() throws Exception {
        start(TlsConfig.of(LOCALHOST.withClientCertificates(ClientCertificates.OPTIONAL, trust())));
        assertTrue(ask(socket(context(null), null), GET).contains("nobody"));
    }

    // New certificates

    @Test
    void newCertificatesLoseNoRequest() throws Exception {
        copy("rsa-cert.pem", "cert.pem");
        copy("rsa-pkcs8.pem", "key.pem");
        TlsHost host = TlsHost.of(new CertificateSource.Pem(directory.resolve("cert.pem"), directory.resolve("key.pem"),
                null, null));
        start(new TlsConfig(List.of(host), host.name(), Duration.ofSeconds(10), Duration.ofMillis(20)));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Future<?>> clients = new ArrayList<>();
        HttpClient kept = client();
        for (int i = 0; i < 4; i++) {
            boolean fresh = i % 2 == 0;
            clients.add(threads.submit(() -> {
                while (!over.get() && failure.get() == null) {
                    try {
                        assertEquals(200, (fresh ? client() : kept).send(request().build(), BodyHandlers.ofString())
                                .statusCode());
                        answered.incrementAndGet();
                    } catch (Throwable t) {
                        failure.set(t);
                    }
                }
            }));
        }
        until(() -> answered.get() > 20 || failure.get() != null, "no load");
        copy("ec-cert.pem", "cert.pem");
        copy("ec-pkcs8.pem", "key.pem");
        until(() -> algorithm().equals("EC") || failure.get() != null, "the old certificate stays");
        int then = answered.get();
        until(() -> answered.get() > then + 20 || failure.get() != null, "no load");
        over.set(true);
        for (Future<?> client : clients) {
            client.get(10, TimeUnit.SECONDS);
        }
        assertEquals(null, failure.get());
    }

    private void copy(String source, String target) throws IOException {
        Path fresh = Files.copy(TestKeys.file(source), directory.resolve(target + ".new"));
        Files.move(fresh, directory.resolve(target), StandardCopyOption.ATOMIC_MOVE);
    }

    private String algorithm() {
        try (SSLSocket socket = socket(context(null), null)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // Those who do not do it right

    @Test
    void plainHttpIsToldToSpeakTls() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        try (Socket socket = new Socket("127.0.0.1", connector.localPort())) {
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("https://"), answer);
        }
    }

    @Test
    void stalledHandshakesHoldUpNobody() throws Exception {
        TlsConfig hasty = new TlsConfig(List.of(LOCALHOST), LOCALHOST.name(), Duration.ofSeconds(3), Duration.ZERO);
        start(hasty);
        byte[] begin = {22, 3, 1, 2, 0, 1, 0};
        for (int i = 0; i < 500; i++) {
            Socket socket = new Socket("127.0.0.1", connector.localPort());
            sockets.add(socket);
            socket.getOutputStream().write(begin, 0, i % (begin.length + 1));
        }
        long started = System.nanoTime();
        assertEquals("h2 TLSv1.3 localhost nobody 0", client().send(request().build(), BodyHandlers.ofString()).body());
        assertTrue(System.nanoTime() - started < 2_000_000_000L, "the stalled ones are waited for");
        until(() -> connector.metrics().connections() <= 1, "stalled handshakes stay");
    }

    @Test
    void anIdleSessionHoldsNoBuffer() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        for (int i = 0; i < 10; i++) {
            ask(socket(context(null), null), GET);
        }
        until(() -> connector.metrics().buffersOutstanding() == 0,
                connector.metrics().buffersOutstanding() + " buffers for idle connections");
    }

    @Test
    void theServerEndsASessionByTheLetter() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        SSLSocket socket = socket(context(null), null, "TLSv1.3");
        ask(socket, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertEquals(-1, socket.getInputStream().read(), "close_notify, or this would throw");
    }

    @Test
    void aClientThatEndsItsSessionEndsTheConnection() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        SSLSocket socket = socket(context(null), null, "TLSv1.3");
        ask(socket, GET);
        socket.shutdownOutput();
        assertEquals(-1, socket.getInputStream().read());
        until(() -> connector.metrics().connections() == 0, "the connection stays");
    }

    @Test
    void contentCutOffIsNotTakenForWhole() throws Exception {
        AtomicReference<Object> seen = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        start(TlsConfig.of(LOCALHOST), exchange -> {
            begun.countDown();
            try {
                seen.set(drain(exchange));
            } catch (IOException e) {
                seen.set(e);
            }
        });
        Socket tcp = new Socket("127.0.0.1", connector.localPort());
        SSLSocket socket = (SSLSocket) context(null).getSocketFactory().createSocket(tcp, "localhost",
                connector.localPort(), false);
        socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                + "x".repeat(200_000)).getBytes(StandardCharsets.ISO_8859_1));
        // Closing resets the connection, since tickets lie unread; what the server has not read by then is gone.
        assertTrue(begun.await(15, TimeUnit.SECONDS), "the handler does not begin");
        tcp.close();
        until(() -> seen.get() != null, "the handler waits on");
        assertTrue(seen.get() instanceof IOException, "read " + seen.get());
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        start(TlsConfig.of(LOCALHOST));
        SSLSocket socket = socket(context(null), null, "TLSv1.2");
        ask(socket, GET);
        assertThrows(IOException.class, () -> {
            socket.startHandshake();
            ask(socket, GET);
            ask(socket, GET);
        });
    }
}
