package io.serval.connector;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Workers that are virtual threads: nothing of ours holds their carriers, and there are no more than configured. */
class VirtualThreadsIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final ConnectorConfig CONFIG = ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withName("virtual")
            .withLimits(HttpLimits.DEFAULT.withMaxKeepAlive(-1).withAssembledContent(2_000));

    @Test @EnabledForJreRange(min = JRE.JAVA_21)
    void noFrameOfOursPinsACarrier(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pinned.jfr");
        HttpConnector connector = new HttpConnector(CONFIG.withWorkers(WorkerConfig.DEFAULT.withMaxThreads(16)
                .withThreads(WorkerConfig.Threads.VIRTUAL)), Conversations.HANDLER);
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
            recording.start();
            connector.start();
            Conversations talk = new Conversations();
            assertEquals(List.of(), new Crowd().of(8, random -> {
                try (Client client = new Client(connector.localPort())) {
                    talk.converse(client, random);
                }
            }).act(Duration.ofSeconds(2), () -> talk.answered() > 500));
            recording.stop();
            recording.dump(file);
        } finally {
            connector.stop();
        }
        List<String> ours = Files.exists(file) ? RecordingFile.readAllEvents(file).stream()
                .filter(each -> each.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .filter(VirtualThreadsIT::isOurs).map(RecordedEvent::toString).toList() : List.of();
        assertEquals(List.of(), ours);
    }

    private static boolean isOurs(RecordedEvent event) {
        return event.getStackTrace() == null || event.getStackTrace().getFrames().stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("io.serval."));
    }

    @Test @EnabledForJreRange(min = JRE.JAVA_24)
    void fromJava24OnWorkersAreVirtualUnlessToldOtherwiseAndNoMoreThanConfigured() throws Exception {
        Semaphore gate = new Semaphore(0);
        HttpConnector connector = new HttpConnector(CONFIG.withWorkers(WorkerConfig.DEFAULT.withMaxThreads(3)),
                exchange -> {
                    gate.acquireUninterruptibly();
                    byte[] name = Thread.currentThread().toString().getBytes(StandardCharsets.ISO_8859_1);
                    exchange.response().write(name, 0, name.length);
                });
        connector.start();
        Client[] clients = new Client[8];
        try {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new Client(connector.localPort()).send(GET);
            }
            until(() -> connector.metrics().queued() == 5, () -> "queued: " + connector.metrics().queued());
            assertEquals(3, connector.metrics().busyThreads());
            gate.release(clients.length);
            for (Client client : clients) {
                String response = client.response();
                assertTrue(response.contains("VirtualThread[#") && response.contains("virtual-exec-"), response);
            }
        } finally {
            connector.stop();
        }
    }
}
