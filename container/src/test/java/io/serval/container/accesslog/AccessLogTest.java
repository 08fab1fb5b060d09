package io.serval.container.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.testing.Await;
import io.serval.http.HttpExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AccessLogTest {
    @TempDir Path directory;

    private final TestClock clock = new TestClock();

    private static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-01T23:59:58Z");

        @Override public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override public Instant instant() {
            return now;
        }
    }

    private AccessLogSettings settings(String pattern) {
        return AccessLogSettings.in(directory).withFile("access", ".log", ".yyyy-MM-dd").withPattern(pattern);
    }

    private static HttpExchange get(String path) {
        return new TestExchange("GET", path, null).build();
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
        Await.until(what, condition);
    }

    @Test void writesOneLineForEveryExchangeInOrder() throws IOException {
        try (AccessLog log = AccessLog.open(settings("%U %s"), clock)) {
            log.completed(get("/1"));
            log.completed(get("/2"));
        }

        assertEquals(List.of("/1 200", "/2 200"), lines("access.2026-11-01.log"));
    }

    @Test void writesAtOnceWhenNotBuffered() throws Exception {
        try (AccessLog log = AccessLog.open(settings("%U").withBuffered(false), clock)) {
            log.completed(get("/now"));

            await("line is in the file", () -> lines("access.2026-11-01.log").equals(List.of("/now")));
        }
    }

    @Test void losesNoLineOfManyThreads() throws Exception {
        try (AccessLog log = AccessLog.open(settings("%U"), clock)) {
            Thread[] threads = new Thread[8];
            for (int t = 0; t < threads.length; t++) {
                threads[t] = new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        log.completed(get("/path"));
                    }
                });
                threads[t].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(0, log.dropped());
        }

        List<String> lines = lines("access.2026-11-01.log");
        assertEquals(4_000, lines.size());
        assertTrue(lines.stream().allMatch("/path"::equals), "every line is whole");
    }

    @Test void beginsANewFileWithTheDay() throws Exception {
        try (AccessLog log = AccessLog.open(settings("%U").withBuffered(false), clock)) {
            log.completed(get("/yesterday"));
            await("first file has its line", () -> lines("access.2026-11-01.log").size() == 1);
            clock.now = clock.now.plusSeconds(5);
            log.completed(get("/today"));
        }

        assertEquals(List.of("/today"), lines("access.2026-11-02.log"));
    }

    @Test void renamesTheFileWhenItsDayIsOver() throws Exception {
        AccessLogSettings settings = settings("%U").withBuffered(false).withRotation(true, true, -1);
        try (AccessLog log = AccessLog.open(settings, clock)) {
            log.completed(get("/yesterday"));
            await("current file has its line", () -> lines("access.log").size() == 1);
            clock.now = clock.now.plusSeconds(5);
            log.completed(get("/today"));
        }

        assertEquals(List.of("/yesterday"), lines("access.2026-11-01.log"));
        assertEquals(List.of("/today"), lines("access.log"));
    }

    @Test void keepsToOneFileWhenNotRotatable() throws IOException {
        try (AccessLog log = AccessLog.open(settings("%U").withRotation(false, false, -1), clock)) {
            log.completed(get("/1"));
        }

        assertEquals(List.of("access.log"), files());
    }

    @Test void deletesFilesOlderThanMaxDays() throws IOException {
        Path old = Files.writeString(directory.resolve("access.2026-10-01.log"), "old");
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.from(clock.now.minus(Duration.ofDays(31))));
        Files.setLastModifiedTime(Files.writeString(directory.resolve("access-notes.log"), "mine"),
                java.nio.file.attribute.FileTime.from(clock.now.minus(Duration.ofDays(31))));

        AccessLog.open(settings("%U").withRotation(true, false, 30), clock).close();

        assertEquals(List.of("access-notes.log", "access.2026-11-01.log"), files());
    }

    @Test void beginsAFileAnewThatSomebodyMovedAway() throws Exception {
        Path file = directory.resolve("access.2026-11-01.log");
        try (AccessLog log = AccessLog.open(settings("%U").withBuffered(false).withCheckExists(true), clock)) {
            log.completed(get("/1"));
            await("first line", () -> Files.size(file) > 0);
            Files.move(file, directory.resolve("moved"));
            log.completed(get("/2"));
        }

        assertEquals(List.of("/2"), Files.readAllLines(file));
    }

    @Test void logsByConditionOnAnAttribute() throws IOException {
        HttpExchange marked = new TestExchange("GET", "/marked", null).view("attribute:quiet", true).build();
        try (AccessLog log = AccessLog.open(settings("%U").withConditions("quiet", null), clock)) {
            log.completed(marked);
            log.completed(get("/plain"));
        }
        assertEquals(List.of("/plain"), lines("access.2026-11-01.log"));

        try (AccessLog log = AccessLog.open(settings("%U").withFile("only", "", "").withConditions(null, "quiet"),
                clock)) {
            log.completed(marked);
            log.completed(get("/plain"));
        }
        assertEquals(List.of("/marked"), lines("only"));
    }

    @Test void cutsAnEndlessLineButEndsIt() throws IOException {
        try (AccessLog log = AccessLog.open(settings("%U"), clock)) {
            log.completed(get("/" + "x".repeat(200_000)));
            log.completed(get("/next"));
        }

        List<String> lines = lines("access.2026-11-01.log");
        assertEquals(2, lines.size());
        assertEquals(64 << 10, lines.get(0).length());
        assertEquals("/next", lines.get(1));
    }

    @Test void dropsAndCountsLinesThatFindNoRoomInsteadOfWaiting() {
        LogBuffer buffer = new LogBuffer(100);

        assertEquals(LogBuffer.Added.FIRST, buffer.add(new byte[40], 40));
        assertEquals(LogBuffer.Added.HALF_FULL, buffer.add(new byte[40], 40));
        assertEquals(LogBuffer.Added.DROPPED, buffer.add(new byte[40], 40));
        assertEquals(1, buffer.dropped());
        assertEquals(80, buffer.take().size());
        assertEquals(LogBuffer.Added.FIRST, buffer.add(new byte[100], 100));
    }

    @Test void endsItsThreadWhenClosed() throws IOException {
        AccessLog log = AccessLog.open(settings("%U"), clock);
        log.close();

        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals("serval-access-log") && each.isAlive()));
    }

    @Test void readsTheAttributesOfTheValve() {
        ConfigProblems problems = new ConfigProblems();
        AccessLogSettings read = AccessLogValve.read(new ValveConfig(AccessLogValve.class.getName(),
                Map.of("directory", "l", "prefix", "p", "suffix", ".txt", "pattern", "combined", "rotatable", "false",
                        "condition", "quiet", "maxDays", "3", "buffered", "false", "resolveHosts", "false"),
                SourceLocation.NONE), directory, problems);

        assertEquals(AccessLogSettings.in(directory.resolve("l")).withFile("p", ".txt", ".yyyy-MM-dd")
                .withPattern("combined").withRotation(false, false, 3).withConditions("quiet", null)
                .withBuffered(false), read);
        assertEquals(List.of(), problems.warnings());
    }

    @Test void namesAPatternThatCannotBeRead() {
        ConfigProblems problems = new ConfigProblems();
        AccessLogValve.read(new ValveConfig("", Map.of("pattern", "%Z"), new SourceLocation("server.xml", 7, 9)),
                directory, problems);

        assertTrue(problems.all(io.serval.container.config.ConfigProblem.Severity.ERROR).get(0).toString()
                .startsWith("server.xml:7:9: attribute pattern of Valve cannot be read: "));
    }
}
