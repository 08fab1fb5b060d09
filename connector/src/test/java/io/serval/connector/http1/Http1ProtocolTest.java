package io.serval.connector.http1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.work.Rejection;
import io.serval.http.ExchangeTimes;
import io.serval.http.FieldName;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Http1ProtocolTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    /** Says back method, target and content. */
    private static final HttpHandler ECHO = exchange -> {
        byte[] content = readAll(exchange);
        String start = exchange.head().method() + " " + exchange.head().target() + " ";
        byte[] line = start.getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(line, 0, line.length);
        exchange.response().write(content, 0, content.length);
    };

    private static byte[] readAll(HttpExchange exchange) throws IOException {
        byte[] all = new byte[200_000];
        int length = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(all, length, all.length - length)) {
            length += n;
        }
        return Arrays.copyOf(all, length);
    }

    private static String ok(String content) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
    }

    static List<String> corpus() {
        return List.of(
                GET,
                "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
                "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n",
                "POST /t HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\nZ: \r\n\r\n" + GET,
                GET + "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz" + GET,
                "\r\n\r\n" + GET,
                "GET /old HTTP/1.0\r\n\r\n",
                GET + "BAD\r\n\r\n",
                GET + "GET /\u0001 HTTP/1.1\r\n\r\n",
                "GET / HTTP/2.7\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n",
                "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    }

    @ParameterizedTest @MethodSource("corpus")
    void everySplitGivesTheSameAnswer(String request) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        String expected = answer(new byte[][] {bytes});
        assertTrue(expected.startsWith("HTTP/1.1 "), expected);
        for (int i = 1; i < bytes.length; i++) {
            byte[][] parts = {Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i, bytes.length)};
            assertEquals(expected, answer(parts), "split at " + i);
        }
        byte[][] single = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            single[i] = new byte[] {bytes[i]};
        }
        assertEquals(expected, answer(single), "byte by byte");
    }

    private static String answer(byte[][] parts) throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            for (byte[] part : parts) {
                if (wire.isOpen()) {
                    wire.send(part);
                }
            }
            wire.endInput();
            assertFalse(wire.isOpen());
            assertEquals(0, wire.buffers(), "buffers are left");
            return wire.received();
        }
    }

    /** Whatever its pieces: workers see whole requests. */
    @ParameterizedTest @MethodSource("wholeRequests")
    void aRequestTakesAWorkerOnceHoweverItIsCut(String request) throws IOException {
        for (int size = 1; size <= request.length(); size++) {
            try (Wire wire = new Wire(ECHO)) {
                for (int at = 0; at < request.length(); at += size) {
                    wire.send(request.substring(at, Math.min(request.length(), at + size)));
                }
                assertEquals(1, wire.taken, "jobs, with pieces of " + size);
                assertEquals(1, wire.log.size());
            }
        }
    }

    static List<String> wholeRequests() {
        return corpus().subList(0, 4);
    }

    @Test void everyRefusedRequestIsReportedOnce() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send(GET + "GET /x\u0001 HTTP/1.1\r\n\r\n");
            assertEquals(2, wire.log.size(), wire.log::toString);
            assertTrue(wire.log.get(1).endsWith(" 400"), wire.log::toString);
            assertEquals(0, wire.exchanges.active());
            assertEquals(2, wire.exchanges.metrics().completed());
        }
    }

    @Test void answersAnOrdinaryRequestInOneWrite() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send(GET);
            assertEquals(ok("GET /a "), wire.received());
            assertEquals(1, wire.transport.writes());
            assertEquals(List.of("GET /a 200"), wire.log);
        }
    }

    @Test void anIdleConnectionHoldsNoBuffer() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            assertEquals(0, wire.buffers());
        }
    }

    @Test void sixteenPipelinedRequestsAreAnsweredInOrderInTwoWritesAtMost() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            StringBuilder requests = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 16; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
                expected.append(ok("GET /" + i + " "));
            }
            wire.send(requests.toString());
            assertEquals(expected.toString(), wire.received());
            assertTrue(wire.transport.writes() <= 2, "writes: " + wire.transport.writes());
        }
    }

    @Test void manyMorePipelinedThanAFairShareAreAllAnswered() throws IOException {
        Http1Settings endless = Wire.settings(-1, 65_536);
        try (Wire wire = new Wire(ECHO, endless)) {
            wire.send(GET.repeat(500));
            assertEquals(ok("GET /a ").repeat(500), wire.received());
        }
    }

    @Test void aBodyIsAssembledBeforeAWorkerIsTaken() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.transport.arrive("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel".getBytes());
            wire.loop.turn(wire.connection, wire.transport);
            assertEquals(0, wire.jobs.size());
            wire.transport.arrive("lo".getBytes());
            wire.loop.turn(wire.connection, wire.transport);
            assertEquals(1, wire.jobs.size());
        }
    }

    @Test void aBodyLargerThanTheAssembledSizeIsHandedOverAtOnce() throws IOException {
        try (Wire wire = new Wire(ECHO, Wire.settings(100, 4))) {
            wire.transport.arrive("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n".getBytes());
            wire.loop.turn(wire.connection, wire.transport);
            assertEquals(1, wire.jobs.size());
        }
    }

    @Test void continueIsSaidWhenTheContentIsAskedForAndNotBefore() throws IOException {
        String head = "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        AtomicReference<String> before = new AtomicReference<>();
        AtomicReference<Wire> holder = new AtomicReference<>();
        try (Wire wire = new Wire(exchange -> {
            before.set(holder.get().received());
            holder.get().transport.arrive("hello".getBytes());
            ECHO.handle(exchange);
        })) {
            holder.set(wire);
            wire.send(head);
            assertEquals("", before.get());
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n" + ok("POST /b hello"), wire.received());
            assertTrue(wire.isOpen());
        }
    }

    @Test void unreadContentAfterExpectEndsTheConnection() throws IOException {
        try (Wire wire = new Wire(exchange -> exchange.response().finish())) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertTrue(wire.received().contains("Connection: close"), wire.received());
            assertTrue(wire.transport.isOutputShut());
        }
    }

    @Test void unreadContentIsSwallowedAndTheConnectionGoesOn() throws IOException {
        try (Wire wire = new Wire(exchange -> exchange.response().finish(), Wire.settings(100, 4))) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12345");
            wire.send("67890" + GET);
            assertEquals(ok("").repeat(2), wire.received());
        }
    }

    @Test void moreUnreadContentThanIsSwallowedEndsTheConnectionLingering() throws IOException {
        try (Wire wire = new Wire(exchange -> exchange.response().finish())) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n12345");
            assertTrue(wire.received().contains("Connection: close"), wire.received());
            assertTrue(wire.transport.isOutputShut());
            assertTrue(wire.isOpen(), "the client must be able to read the answer first");
            wire.endInput();
            assertFalse(wire.isOpen());
        }
    }

    @Test void aFailingHandlerIs500WithoutASecret() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            throw new IllegalStateException("secret");
        })) {
            wire.send(GET + GET);
            assertEquals(2, wire.received().split("HTTP/1.1 500 ", -1).length - 1, wire.received());
            assertFalse(wire.received().contains("secret"));
            assertEquals(List.of("GET /a 500", "GET /a 500"), wire.log);
        }
    }

    @Test void aRefusingHandlerDecidesTheStatus() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            throw new HttpException(Status.CONTENT_TOO_LARGE, "too much");
        })) {
            wire.send(GET);
            assertTrue(wire.received().startsWith("HTTP/1.1 413 "), wire.received());
        }
    }

    @Test void aFailureAfterTheCommitEndsTheConnectionWithoutTheLastChunk() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            exchange.response().write(new byte[] {'x'}, 0, 1);
            exchange.response().flush();
            throw new IllegalStateException();
        })) {
            wire.send(GET);
            assertTrue(wire.received().endsWith("1\r\nx\r\n"), wire.received());
            assertFalse(wire.isOpen());
        }
    }

    @Test void fewerBytesThanDeclaredEndTheConnection() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, "5");
            exchange.response().write("abc".getBytes(), 0, 3);
        })) {
            wire.send(GET);
            assertFalse(wire.isOpen());
        }
    }

    @Test void moreBytesThanDeclaredAreNotSent() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, "2");
            exchange.response().write("abc".getBytes(), 0, 3);
            exchange.response().flush();
            exchange.response().write("def".getBytes(), 0, 3);
        })) {
            wire.send(GET + GET);
            assertEquals(ok("ab").repeat(2), wire.received());
        }
    }

    @Test void contentOfUnknownLengthIsChunkedFor11AndEndsAtCloseFor10() throws IOException {
        HttpHandler flushing = exchange -> {
            exchange.response().write("abc".getBytes(), 0, 3);
            exchange.response().flush();
            exchange.response().write("de".getBytes(), 0, 2);
        };
        try (Wire wire = new Wire(flushing)) {
            wire.send(GET);
            assertEquals("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                    wire.received());
            assertTrue(wire.isOpen());
        }
        try (Wire wire = new Wire(flushing)) {
            wire.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde", wire.received());
            assertFalse(wire.isOpen());
        }
    }

    @ParameterizedTest @ValueSource(ints = {204, 304})
    void statusesWithoutContentHaveNone(int status) throws IOException {
        try (Wire wire = new Wire(exchange -> {
            exchange.response().status(status);
            exchange.response().write("abc".getBytes(), 0, 3);
        })) {
            wire.send(GET + GET);
            String one = "HTTP/1.1 " + status + " " + Status.reason(status) + "\r\n\r\n";
            assertEquals(one + one, wire.received());
        }
    }

    @Test void aResetOfTheFormHasNoContentAndSaysSo() throws IOException {
        try (Wire wire = new Wire(exchange -> {
            exchange.response().status(205);
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, "3");
            exchange.response().write(new byte[3], 0, 3);
        })) {
            wire.send(GET + GET);
            assertEquals("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n".repeat(2), wire.received());
        }
    }

    @Test void headHasTheLengthOfTheContentItDoesNotHave() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET);
            assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n" + ok("GET /a "), wire.received());
        }
    }

    @Test void aLargeResponseGoesOutWhole() throws IOException {
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) 'z');
        try (Wire wire = new Wire(exchange -> {
            exchange.response().write(large, 0, 100);
            exchange.response().write(large, 100, large.length - 100);
        })) {
            wire.send(GET);
            String body = wire.received().substring(wire.received().indexOf("\r\n\r\n") + 4);
            assertEquals("100000\r\n" + "z".repeat(1 << 20) + "\r\n0\r\n\r\n", body);
            assertTrue(wire.transport.writes() <= 10, "writes: " + wire.transport.writes());
        }
    }

    @Test void whatTheSocketDoesNotTakeIsDrainedByTheLoop() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.transport.room(10);
            wire.send(GET);
            assertEquals(10, wire.received().length());
            wire.transport.room(5);
            wire.turn();
            wire.transport.room(Integer.MAX_VALUE);
            wire.turn();
            assertEquals(ok("GET /a "), wire.received());
            assertEquals(0, wire.buffers());
            wire.send(GET);
            assertEquals(ok("GET /a ").repeat(2), wire.received());
        }
    }

    @Test void aClientThatTakesNothingIsGivenUpAfterTheWriteTimeout() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.transport.room(10);
            wire.send(GET);
            wire.pass(Duration.ofSeconds(39));
            assertTrue(wire.isOpen());
            wire.pass(Duration.ofSeconds(7));
            assertFalse(wire.isOpen());
            assertEquals(0, wire.buffers());
        }
    }

    @Test void aConnectionWithoutAByteIsClosedSilently() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.pass(Duration.ofSeconds(9));
            assertTrue(wire.isOpen());
            wire.pass(Duration.ofSeconds(3));
            assertFalse(wire.isOpen());
            assertEquals("", wire.received());
            assertEquals(List.of(), wire.log);
        }
    }

    @Test void aSlowHeadIs408HoweverOftenAByteComes() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            for (int i = 0; i < 10; i++) {
                wire.send(GET.substring(i, i + 1));
                wire.pass(Duration.ofMillis(1_900));
            }
            assertEquals("", wire.received());
            wire.pass(Duration.ofMillis(4_000));
            assertTrue(wire.received().startsWith("HTTP/1.1 408 "), wire.received());
            assertEquals(1, wire.log.size());
        }
    }

    @Test void slowContentIs408CountedFromTheLastByteAndTakesNoWorker() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
            for (int i = 0; i < 4; i++) {
                wire.pass(Duration.ofSeconds(25));
                wire.send("x");
            }
            assertEquals("", wire.received());
            wire.pass(Duration.ofSeconds(35));
            assertTrue(wire.received().startsWith("HTTP/1.1 408 "), wire.received());
            assertEquals(List.of("POST /b 408"), wire.log);
            assertEquals(0, wire.buffers());
        }
    }

    @Test void anIdleConnectionIsClosedAfterTheKeepAliveTimeout() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send(GET);
            wire.pass(Duration.ofSeconds(49));
            assertTrue(wire.isOpen());
            wire.send(GET);
            wire.pass(Duration.ofSeconds(49));
            assertTrue(wire.isOpen());
            wire.pass(Duration.ofSeconds(9));
            assertFalse(wire.isOpen());
            assertEquals(2, wire.log.size());
        }
    }

    @Test void aLingeringConnectionDoesNotLingerForEver() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send("BAD\r\n\r\n");
            assertTrue(wire.received().startsWith("HTTP/1.1 400 "), wire.received());
            assertTrue(wire.isOpen());
            wire.pass(Duration.ofSeconds(7));
            assertFalse(wire.isOpen());
        }
    }

    @Test void fullWorkersAre503WithRetryAfter() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.rejection = Rejection.QUEUE_FULL;
            wire.send(GET);
            assertTrue(wire.received().startsWith("HTTP/1.1 503 "), wire.received());
            assertTrue(wire.received().contains("Retry-After: "), wire.received());
            assertEquals(List.of("GET /a 503"), wire.log);
            assertEquals(0, wire.exchanges.active());
        }
    }

    @Test void theLastAllowedRequestEndsTheConnection() throws IOException {
        try (Wire wire = new Wire(ECHO, Wire.settings(2, 65_536))) {
            wire.send(GET.repeat(3));
            assertEquals(2, wire.log.size());
            assertTrue(wire.received().contains("Connection: close"), wire.received());
        }
    }

    @Test void nothingOfOneRequestIsSeenByTheNext() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>();
        try (Wire wire = new Wire(exchange -> {
            seen.set(exchange.attachment() + " " + exchange.response().fields().size() + " "
                    + exchange.response().status() + " " + exchange.head().fields().get("X-Secret") + " "
                    + exchange.content().length() + " " + exchange.isSuspended());
            exchange.attach("mine");
            exchange.response().status(404);
            exchange.response().fields().set(FieldName.ETAG, "\"x\"");
            readAll(exchange);
        })) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nX-Secret: s\r\nContent-Length: 3\r\n\r\nabc");
            assertEquals("null 0 200 s 3 false", seen.get());
            wire.send(GET);
            assertEquals("null 0 200 null 0 false", seen.get());
        }
    }

    @Test void halfClosedClientsGetTheirAnswer() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.transport.arrive(GET.getBytes());
            wire.endInput();
            assertEquals(ok("GET /a "), wire.received());
            assertFalse(wire.isOpen());
        }
    }

    @Test void aClientThatLeavesInTheMiddleOfTheContentIsReported() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
            wire.endInput();
            assertEquals(List.of("POST /b 400"), wire.log);
            assertEquals(0, wire.exchanges.active());
            assertEquals(0, wire.buffers());
        }
    }

    @Test void theStagesOfAnExchangeAreInTheirOrder() throws IOException {
        AtomicReference<Wire> holder = new AtomicReference<>();
        AtomicReference<ExchangeTimes> seen = new AtomicReference<>();
        try (Wire wire = new Wire(exchange -> {
            holder.get().loop.ticker().advance(Duration.ofMillis(3));
            exchange.response().finish();
            ExchangeTimes times = exchange.times();
            assertTrue(times.accepted() < times.firstByte());
            assertEquals(Duration.ofMillis(5).toNanos(), times.headComplete() - times.firstByte());
            assertEquals(times.headComplete(), times.dispatched());
            assertEquals(Duration.ofMillis(3).toNanos(), times.lastByteOut() - times.dispatched());
            seen.set(times);
        })) {
            holder.set(wire);
            wire.pass(Duration.ofMillis(20));
            wire.send(GET.substring(0, 10));
            wire.loop.ticker().advance(Duration.ofMillis(5));
            wire.send(GET.substring(10));
            assertTrue(seen.get() != null, "the handler did not come to its end: " + wire.received());
        }
    }

    @ParameterizedTest @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aConnectionThatBreaksAnywhereLeavesNothingBehind(int calls) throws IOException {
        try (Wire wire = new Wire(ECHO, Wire.settings(100, 4))) {
            wire.transport.failAfter(calls);
            wire.transport.arrive((GET + GET + "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n12").getBytes());
            for (String rest : List.of("34", "567", "89", GET, "POST /c HTTP/1.1\r\nHost: h\r\nContent-Len")) {
                wire.transport.arrive(rest.getBytes());
            }
            wire.transport.endInput();
            wire.turn();
            assertFalse(wire.isOpen());
            assertEquals(0, wire.service.exchanges().active());
            assertEquals(0, wire.buffers(), "buffers are left");
        }
    }

    @Test void whileDrainingResponsesEndTheirConnections() throws IOException {
        try (Wire wire = new Wire(ECHO)) {
            wire.send(GET);
            wire.exchanges.drain(true);
            wire.send(GET);
            assertTrue(wire.received().endsWith("Connection: close\r\n\r\nGET /a "), wire.received());
            assertFalse(wire.isOpen());
        }
    }
}
