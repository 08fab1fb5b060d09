package io.serval.connector.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Messages (RFC 9113 §8.1) as handlers see and make them, blocking and not, and what becomes of them when clients go.
 */
class ResponseTest {
    private H2Wire wire;

    private H2Wire serve(HttpHandler handler) throws IOException {
        wire = new H2Wire(handler).hello();
        return wire;
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    // §8.1 the end of messages

    @Test
    void aResponseWithoutContentEndsWithItsHead() throws IOException {
        serve(exchange -> { }).get(1, "/");
        assertEquals("HEADERS 1 :status=200 content-length=0 end", wire.of(1));
    }

    @ParameterizedTest
    @CsvSource({"GET,204,:status=204", "GET,304,:status=304", "HEAD,200,:status=200 content-length=5"})
    void whereNoContentMayComeNoneComes(String method, int status, String fields) throws IOException {
        serve(exchange -> {
            exchange.response().status(status);
            H2Wire.write(exchange, "hello");
        }).headers(1, H2Wire.request(method, "/"), true);
        assertEquals("HEADERS 1 " + fields + " end", wire.of(1));
    }

    @ParameterizedTest
    @CsvSource({"GET,204", "GET,304", "HEAD,200"})
    void anEarlyFlushOfNoContentIsNoFailure(String method, int status) throws IOException {
        serve(exchange -> {
            exchange.response().status(status);
            exchange.response().flush();
            H2Wire.write(exchange, "hello");
            exchange.response().flush();
        }).headers(1, H2Wire.request(method, "/"), true);
        assertEquals("HEADERS 1 :status=" + status + " end", wire.of(1));
        assertEquals(List.of(method + " / " + status), wire.log);
    }

    @Test
    void aFlushSendsWhatIsThere() throws IOException {
        serve(exchange -> {
            H2Wire.write(exchange, "one");
            exchange.response().flush();
            H2Wire.write(exchange, "two");
        }).get(1, "/");
        assertEquals("HEADERS 1 :status=200\nDATA 1 one\nDATA 1 two end", wire.of(1));
    }

    @Test
    void trailersEndTheStream() throws IOException {
        HeaderFields section = new HeaderFields();
        section.set(FieldName.of("Sum"), "1");
        serve(exchange -> {
            exchange.response().trailers(() -> section);
            H2Wire.write(exchange, "hello");
        }).get(1, "/");
        assertEquals("HEADERS 1 :status=200\nDATA 1 hello\nHEADERS 1 sum=1 end", wire.of(1));
    }

    @Test
    void anEmptyTrailerSectionIsNone() throws IOException {
        serve(exchange -> exchange.response().trailers(() -> Fields.EMPTY)).get(1, "/");
        assertEquals("HEADERS 1 :status=200\nDATA 1  end", wire.of(1));
    }

    @Test
    void trailersOfARequestAreRead() throws IOException {
        serve(exchange -> {
            H2Wire.readAll(exchange);
            H2Wire.write(exchange, exchange.content().trailers().get("Sum"));
        }).post(1, "/", "").data(1, "x", false).headers(1, "sum=7", true);
        assertEquals("[:status=200 content-length=1]7.", wire.answer(1));
    }

    @Test
    void trailersThatDoNotEndTheStreamAreMalformed() throws IOException {
        serve(H2Wire.ECHO).post(1, "/", "").headers(1, "sum=7", false);
        assertEquals("RST_STREAM 1 PROTOCOL_ERROR", wire.of(1));
    }

    @Test
    void trailersThatAreTooLargeAreAnsweredWith431() throws IOException {
        serve(H2Wire.ECHO).post(1, "/", "").headers(1, "sum=" + "x".repeat(9_000), true);
        assertEquals("431", wire.status(1));
        wire.get(3, "/");
        assertEquals("200", wire.status(3));
    }

    // §8.1.1 Content-Length

    @Test
    void contentOfAnotherLengthThanDeclaredIsMalformed() throws IOException {
        serve(H2Wire.ECHO).post(1, "/", "content-length=3").data(1, "abcd", false)
                .post(3, "/", "content-length=3").data(3, "ab", true)
                .post(5, "/", "content-length=3").headers(5, "sum=1", true)
                .headers(7, H2Wire.request("GET", "/") + " content-length=3", true);
        for (int stream = 1; stream <= 7; stream += 2) {
            assertEquals("RST_STREAM " + stream + " PROTOCOL_ERROR", wire.of(stream));
        }
        assertNull(wire.goAway());
    }

    @Test
    void aResponseShorterThanItDeclaresIsReset() throws IOException {
        serve(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, "10");
            H2Wire.write(exchange, "hello");
        }).get(1, "/");
        assertEquals(ErrorCode.INTERNAL_ERROR, wire.resetOf(1));
    }

    @Test
    void aResponseLongerThanItDeclaresIsCut() throws IOException {
        serve(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, "4");
            H2Wire.write(exchange, "hello");
        }).get(1, "/");
        assertEquals("[:status=200 content-length=4]hell.", wire.answer(1));
    }

    @Test
    void oneWriteBeyondTheBufferIsCutToo() throws IOException {
        serve(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_LENGTH, "9000");
            exchange.response().write(new byte[20_000], 0, 20_000);
        }).get(1, "/");
        assertEquals("HEADERS 1 :status=200 content-length=9000\nDATA 1 9000 bytes\nDATA 1  end", wire.of(1));
    }

    // §8.1 early answers, 100 and 103

    @Test
    void anAnswerBeforeTheEndOfTheContentAsksTheClientToStop() throws IOException {
        serve(exchange -> exchange.response().status(413)).post(1, "/", "content-length=100000")
                .data(1, new byte[16_384], false);
        assertEquals("HEADERS 1 :status=413 content-length=0 end\nRST_STREAM 1 NO_ERROR", wire.of(1));
        wire.data(1, new byte[16_384], false).data(1, new byte[16_384], true);
        assertNull(wire.goAway(), "what was under way is passed over");
        assertEquals(0, wire.service.buffered());
    }

    @Test
    void aClientThatExpects100GetsItWhenTheContentIsRead() throws IOException {
        serve(H2Wire.ECHO).jobsWait = true;
        wire.post(1, "/", "expect=100-continue content-length=2");
        assertEquals("", wire.of(1));
        wire.startJobs();
        wire.until(() -> wire.of(1).equals("HEADERS 1 :status=100"), "no 100");
        wire.data(1, "ab", true).until(() -> wire.isEnded(1), "no answer");
        assertTrue(wire.answer(1).endsWith("POST / ab."), wire.answer(1));
    }

    @Test
    void aClientThatExpects100GetsTheAnswerIfTheContentIsNotWanted() throws IOException {
        serve(exchange -> exchange.response().status(403)).post(1, "/", "expect=100-continue content-length=2");
        assertEquals("HEADERS 1 :status=403 content-length=0 end\nRST_STREAM 1 NO_ERROR", wire.of(1));
    }

    @Test
    void anotherExpectationIsAnsweredWith417() throws IOException {
        serve(H2Wire.ECHO).post(1, "/", "expect=tea");
        assertEquals("417", wire.status(1));
    }

    @Test
    void earlyHintsComeBeforeTheResponse() throws IOException {
        serve(exchange -> {
            HeaderFields hints = new HeaderFields();
            hints.set(FieldName.of("Link"), "</a.css>");
            exchange.inform(103, hints);
        }).get(1, "/");
        assertEquals("HEADERS 1 :status=103 link=</a.css>\nHEADERS 1 :status=200 content-length=0 end", wire.of(1));
    }

    // Failures

    @Test
    void whatAHandlerThrowsBecomesAStatus() throws IOException {
        serve(exchange -> {
            throw new HttpException(Status.CONFLICT, "no");
        }).get(1, "/");
        assertEquals("409", wire.status(1));
    }

    @Test
    void afterTheCommitItBecomesAReset() throws IOException {
        serve(exchange -> {
            exchange.response().flush();
            throw new HttpException(Status.CONFLICT, "no");
        }).get(1, "/");
        assertEquals("HEADERS 1 :status=200\nRST_STREAM 1 INTERNAL_ERROR", wire.of(1));
    }

    @Test
    void aResponseHeadBeyondTheLimitBecomesA500() throws IOException {
        serve(exchange -> exchange.response().fields().set(FieldName.LOCATION, "x".repeat(40_000))).get(1, "/");
        assertEquals("500", wire.status(1));
        assertTrue(wire.isEnded(1));
    }

    @Test
    void fullWorkersAreAnsweredWith503() throws IOException {
        serve(H2Wire.ECHO).rejection = io.serval.connector.work.Rejection.QUEUE_FULL;
        wire.get(1, "/");
        assertEquals("503", wire.status(1));
        wire.rejection = null;
        wire.get(3, "/");
        assertEquals("200", wire.status(3));
    }

    @Test
    void fieldsBeyondTheLimitAreAnsweredWith431OnTheStream() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            many.append(" f").append(i).append("=x");
        }
        serve(H2Wire.ECHO).headers(1, H2Wire.request("GET", "/") + many, true);
        assertEquals("431", wire.status(1));
        wire.headers(3, H2Wire.request("GET", "/") + " large=" + "x".repeat(8_192), true);
        assertEquals("431", wire.status(3));
        wire.get(5, "/");
        assertEquals("200", wire.status(5));
    }

    @Test
    void aPathTheTargetRulesRefuseIsAnsweredWith400() throws IOException {
        serve(H2Wire.ECHO).get(1, "/\"");
        assertEquals("400", wire.status(1));
    }

    // Waiting writers and readers

    @Test
    void aWorkerGoesHomeBeforeASlowClientHasTheEnd() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "x".repeat(8_000))).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0)
                .get(1, "/");
        assertEquals(List.of("GET / 200"), wire.log, "the handler and its worker are done");
        assertEquals(0, wire.contentOf(1));
        for (int i = 1; i <= 8_000; i += 100) {
            wire.widen(1, 100);
        }
        assertEquals(8_000, wire.contentOf(1));
        assertTrue(wire.isEnded(1));
    }

    @Test
    void theTrailersOfASlowClientComeLast() throws IOException {
        HeaderFields section = new HeaderFields();
        section.set(FieldName.of("Sum"), "1");
        serve(exchange -> {
            exchange.response().trailers(() -> section);
            H2Wire.write(exchange, "hello");
        }).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0).get(1, "/");
        assertEquals("HEADERS 1 :status=200", wire.of(1));
        wire.widen(1, 2).widen(1, 3);
        assertEquals("HEADERS 1 :status=200\nDATA 1 he\nDATA 1 llo\nHEADERS 1 sum=1 end", wire.of(1));
    }

    @Test
    void aResetWhileTheEndOfTheResponseWaitsDropsIt() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "hello")).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0)
                .get(1, "/").reset(1).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 100);
        assertEquals("HEADERS 1 :status=200 content-length=5", wire.of(1));
    }

    @Test
    void aResetWakesABlockedWriter() throws IOException {
        AtomicReference<IOException> seen = new AtomicReference<>();
        serve(exchange -> {
            try {
                exchange.response().write(new byte[100_000], 0, 100_000);
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        }).jobsWait = true;
        wire.get(1, "/").until(() -> wire.contentOf(1) == 65_535, "the window is not used");
        wire.reset(1).until(wire::workersAreHome, "the writer still waits");
        assertTrue(seen.get().getMessage().contains("reset"), seen.get().getMessage());
    }

    @Test
    void aResetWakesABlockedReader() throws IOException {
        AtomicReference<IOException> seen = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        serve(exchange -> {
            try {
                begun.countDown();
                H2Wire.readAll(exchange);
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        }).jobsWait = true;
        wire.post(1, "/", "").data(1, new byte[16_384], false);
        wire.until(() -> begun.getCount() == 0, "the handler does not begin");
        wire.reset(1).until(wire::workersAreHome, "the reader still waits");
        assertTrue(seen.get().getMessage().contains("reset"), seen.get().getMessage());
    }

    @Test
    void theEndOfTheConnectionWakesAllWhoWait() throws IOException {
        CountDownLatch started = new CountDownLatch(4);
        serve(exchange -> {
            started.countDown();
            if (exchange.head().method().equals("POST")) {
                H2Wire.readAll(exchange);
            } else {
                exchange.response().write(new byte[100_000], 0, 100_000);
            }
        }).jobsWait = true;
        wire.get(1, "/").get(3, "/").post(5, "/", "expect=100-continue").post(7, "/", "expect=100-continue");
        wire.until(() -> started.getCount() == 0, "not all have begun");
        wire.transport.endInput();
        wire.until(wire::workersAreHome, "somebody still waits");
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aSuspendedExchangeThatWaitsForNothingIsToldOfAReset() throws IOException {
        AtomicReference<HttpExchange> told = new AtomicReference<>();
        serve(exchange -> {
            exchange.suspend();
            exchange.whenGone(() -> {
                told.set(exchange);
                exchange.complete();
            });
        }).get(1, "/");
        assertNull(told.get());
        wire.reset(1);
        assertEquals("/", told.get().head().target().path());
    }

    @Test
    void anExchangeSuspendedAfterTheResetIsToldToo() throws IOException {
        AtomicReference<String> told = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch reset = new CountDownLatch(1);
        serve(exchange -> {
            begun.countDown();
            awaitLatch(reset);
            exchange.suspend();
            exchange.whenGone(() -> {
                told.set("gone");
                exchange.complete();
            });
        }).jobsWait = true;
        wire.get(1, "/").until(() -> begun.getCount() == 0, "the handler does not begin");
        wire.reset(1);
        reset.countDown();
        wire.until(() -> told.get() != null, "nobody tells");
        wire.until(wire::workersAreHome, "somebody still waits");
    }

    @Test
    void aBlockedWriterHoldsUpNobodyElse() throws IOException {
        serve(exchange -> exchange.response().write(new byte[exchange.head().target().path().length() * 100], 0,
                exchange.head().target().path().length() * 100)).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 10_000)
                .jobsWait = true;
        wire.get(1, "/" + "x".repeat(500)).until(() -> wire.contentOf(1) == 10_000, "the window is not used");
        wire.get(3, "/").until(() -> wire.isEnded(3), "a small answer waits for a large one");
        assertFalse(wire.isEnded(1));
        wire.reset(1);
    }

    @Test
    void theWindowOpensAsTheHandlerReads() throws IOException {
        AtomicReference<HttpExchange> held = new AtomicReference<>();
        serve(exchange -> {
            exchange.suspend();
            held.set(exchange);
        }).post(1, "/", "");
        for (int i = 0; i < 3; i++) {
            wire.data(1, new byte[16_384], false);
        }
        assertEquals("", wire.of(1), "nothing was read");
        wire.data(1, new byte[16_383], false);
        held.get().execute(() -> {
            assertEquals(65_535, held.get().content().available());
            held.get().content().read(new byte[65_535], 0, 65_535);
        });
        wire.turn();
        assertEquals("WINDOW_UPDATE 1 65535", wire.of(1));
        wire.data(1, new byte[16_384], true);
        held.get().complete();
        wire.turn();
        assertTrue(wire.isEnded(1));
    }

    // Not blocking

    @Test
    void aSuspendedExchangeReadsWhenContentComes() throws IOException {
        serve(exchange -> {
            exchange.suspend();
            pump(exchange);
        }).post(1, "/", "");
        wire.data(1, new byte[16_384], false);
        for (int i = 0; i < 100; i++) {
            wire.data(1, "abc", false);
        }
        wire.data(1, "", true);
        assertEquals("[:status=200 content-length=5]16684.", wire.answer(1));
    }

    private static void pump(HttpExchange exchange) throws IOException {
        byte[] part = new byte[1_000];
        int all = exchange.attachment() == null ? 0 : (Integer) exchange.attachment();
        while (exchange.content().isReady()) {
            int n = exchange.content().read(part, 0, part.length);
            if (n < 0) {
                H2Wire.write(exchange, Integer.toString(all));
                exchange.complete();
                return;
            }
            all += n;
        }
        exchange.attach(all);
        exchange.content().whenReady(() -> pump(exchange));
    }

    @Test
    void aSuspendedExchangeWritesWhenTheWindowOpens() throws IOException {
        serve(exchange -> {
            exchange.suspend();
            exchange.attach(0);
            exchange.response().whenReady(() -> fill(exchange));
        }).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 10_000).get(1, "/");
        wire.widen(0, 100_000);
        for (int i = 1; i <= 10; i++) {
            wire.widen(1, 10_000);
        }
        assertEquals(100_000, wire.contentOf(1));
        assertTrue(wire.isEnded(1));
    }

    private static void fill(HttpExchange exchange) throws IOException {
        int done = (Integer) exchange.attachment();
        while (done < 100 && exchange.response().isReady()) {
            exchange.response().write(new byte[1_000], 0, 1_000);
            done++;
        }
        exchange.attach(done);
        if (done == 100) {
            exchange.complete();
        } else {
            exchange.response().whenReady(() -> fill(exchange));
        }
    }

    @Test
    void aResetTellsASuspendedExchange() throws IOException {
        AtomicReference<IOException> seen = new AtomicReference<>();
        serve(exchange -> {
            exchange.suspend();
            exchange.content().whenReady(() -> {
                try {
                    exchange.content().read(new byte[1], 0, 1);
                } catch (IOException e) {
                    seen.set(e);
                    throw e;
                }
            });
        }).post(1, "/", "expect=100-continue").reset(1);
        assertTrue(seen.get().getMessage().contains("reset"));
    }

    // Times

    @Test
    void contentThatDoesNotComeIsAnsweredWith408WithoutAWorker() throws IOException {
        serve(H2Wire.ECHO).post(1, "/", "").data(1, "abc", false);
        wire.pass(H2Wire.CONTENT.multipliedBy(9).dividedBy(10));
        assertEquals("", wire.of(1));
        wire.pass(H2Wire.CONTENT.dividedBy(5));
        assertEquals("408", wire.status(1));
        assertEquals(ErrorCode.NO_ERROR, wire.resetOf(1));
        wire.get(3, "/");
        assertEquals("200", wire.status(3));
    }

    @Test
    void aSuspendedExchangeThatWaitsForContentIsToldAfterTheTimeout() throws IOException {
        serve(exchange -> {
            exchange.suspend();
            exchange.content().whenReady(() -> exchange.content().read(new byte[1], 0, 1));
        }).post(1, "/", "expect=100-continue");
        wire.pass(H2Wire.CONTENT.multipliedBy(8).dividedBy(10));
        assertEquals("HEADERS 1 :status=100", wire.of(1));
        wire.pass(H2Wire.CONTENT);
        assertTrue(wire.of(1).contains(":status=408"), wire.of(1));
    }

    @Test
    void aClientThatTakesNextToNothingLosesTheStream() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "x".repeat(5_000))).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0)
                .get(1, "/");
        for (int i = 0; i < 20 && wire.resetOf(1) == null; i++) {
            wire.pass(H2Wire.WRITE.dividedBy(10));
            wire.widen(1, 1);
        }
        assertEquals(ErrorCode.CANCEL, wire.resetOf(1));
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 10_000).get(3, "/");
        assertTrue(wire.isEnded(3));
    }

    @Test
    void aSlowClientThatTakesSomethingKeepsTheStream() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "x".repeat(8_000))).setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0)
                .get(1, "/");
        for (int i = 0; i < 80; i++) {
            wire.pass(Duration.ofSeconds(1));
            wire.widen(1, 100);
        }
        assertTrue(wire.isEnded(1));
    }

    @Test
    void aSocketThatTakesNothingEndsTheConnection() throws IOException {
        serve(exchange -> H2Wire.write(exchange, "x".repeat(5_000))).transport.room(100);
        wire.get(1, "/");
        wire.pass(H2Wire.WRITE.multipliedBy(8).dividedBy(10));
        assertTrue(wire.isOpen());
        wire.pass(H2Wire.WRITE);
        assertFalse(wire.isOpen());
    }

    @Test
    void anIdleConnectionIsLeftAfterAWhile() throws IOException {
        serve(H2Wire.ECHO).get(1, "/");
        wire.pass(H2Wire.KEEP_ALIVE.multipliedBy(9).dividedBy(10));
        wire.ping(1);
        assertNull(wire.goAway());
        wire.pass(H2Wire.KEEP_ALIVE.dividedBy(5));
        assertEquals(ErrorCode.NO_ERROR, wire.goAway());
        assertTrue(wire.isOpen(), "the client has time to read it");
        wire.pass(Duration.ofSeconds(6));
        assertFalse(wire.isOpen());
    }

    @Test
    void aConnectionWithAStreamIsNotIdle() throws IOException {
        AtomicReference<HttpExchange> held = new AtomicReference<>();
        serve(exchange -> {
            exchange.suspend();
            held.set(exchange);
        }).get(1, "/");
        wire.pass(H2Wire.KEEP_ALIVE.multipliedBy(5));
        assertNull(wire.goAway());
        held.get().complete();
        wire.turn();
        assertTrue(wire.isEnded(1));
    }

    @Test
    void aHeaderBlockThatDoesNotEndEndsTheConnection() throws IOException {
        AtomicReference<HttpExchange> held = new AtomicReference<>();
        serve(exchange -> {
            exchange.suspend();
            held.set(exchange);
        }).get(1, "/").frame(Frames.HEADERS, 0, 3, "82");
        wire.pass(H2Wire.HEAD.plus(H2Wire.HEAD.dividedBy(2)));
        assertFalse(wire.isOpen());
        held.get().complete();
    }

    // Extended CONNECT (RFC 8441)

    private static final String TUNNEL = ":method=CONNECT :protocol=websocket :scheme=http :authority=a :path=/chat";

    @Test
    void aTunnelCarriesBytesBothWays() throws IOException {
        serve(exchange -> exchange.upgrade(stream -> {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            while (stream.read(buffer) >= 0) {
                stream.write(buffer.flip());
                buffer.clear();
            }
            stream.close();
        })).jobsWait = true;
        wire.headers(1, TUNNEL, false).until(() -> wire.of(1).equals("HEADERS 1 :status=200"), "no tunnel");
        wire.data(1, "abc", false).until(() -> wire.answer(1).endsWith("abc"), "no echo");
        wire.pass(H2Wire.CONTENT.multipliedBy(2));
        wire.data(1, "def", false).until(() -> wire.answer(1).endsWith("abcdef"), "no echo after a long silence");
        wire.data(1, "", true).until(() -> wire.isEnded(1), "no end");
        assertEquals(List.of("CONNECT /chat 200"), wire.log);
    }

    @Test
    void aTunnelRunsTasksWhenThereIsSomethingToRead() throws IOException {
        serve(exchange -> exchange.upgrade(stream -> stream.whenReadable(() -> echo(stream))));
        wire.headers(1, TUNNEL, false).data(1, "abc", false).data(1, "def", false).data(1, "", true);
        assertEquals("[:status=200]abcdef.", wire.answer(1));
    }

    private static void echo(io.serval.http.UpgradedStream stream) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        if (stream.read(buffer) < 0) {
            stream.close();
        } else {
            stream.write(buffer.flip());
            stream.whenReadable(() -> echo(stream));
        }
    }

    @Test
    void closingATunnelWakesItsReader() throws IOException {
        AtomicReference<io.serval.http.UpgradedStream> tunnel = new AtomicReference<>();
        serve(exchange -> exchange.upgrade(stream -> {
            tunnel.set(stream);
            stream.read(ByteBuffer.allocate(1));
        })).jobsWait = true;
        wire.headers(1, TUNNEL, false).until(() -> tunnel.get() != null, "no tunnel");
        tunnel.get().close();
        wire.until(() -> wire.isEnded(1), "the stream does not end");
    }

    @Test
    void theEndOfTheConnectionEndsATunnel() throws IOException {
        serve(exchange -> exchange.upgrade(stream -> stream.whenReadable(() -> echo(stream)))).headers(1, TUNNEL,
                false);
        wire.transport.endInput();
        wire.turn();
        assertEquals(0, wire.exchanges.active());
    }

    @Test
    void aPlainConnectIsTheHandlersToAnswer() throws IOException {
        serve(exchange -> exchange.response().status(405)).headers(1, ":method=CONNECT :authority=a:1", false);
        assertEquals("405", wire.status(1));
    }

    // The end of the server

    @Test
    void drainingAnswersWhatComesUntilTheClientKnows() throws IOException {
        serve(H2Wire.ECHO).jobsWait = true;
        wire.get(1, "/").loop.poller().closeIdle();
        wire.turn();
        assertEquals("GOAWAY 2147483647 NO_ERROR", wire.all().get(wire.all().size() - 2).toString());
        wire.get(3, "/under-way");
        long opaque = 0x5365_7276_616c_3032L;
        wire.frame(Frames.PING, 1, 0, Long.toHexString(opaque));
        assertEquals("GOAWAY 3 NO_ERROR", wire.all().get(wire.all().size() - 1).toString());
        wire.post(5, "/too-late", "").data(5, "x", true);
        assertEquals("", wire.of(5));
        wire.jobsWait = false;
        wire.turn();
        assertTrue(wire.isEnded(1) && wire.isEnded(3), "what was accepted is answered");
        assertEquals(ErrorCode.NO_ERROR, wire.goAway());
        assertTrue(wire.transport.isOutputShut());
    }

    @Test
    void drainingDoesNotWaitForAClientThatDoesNotAnswer() throws IOException {
        serve(H2Wire.ECHO).loop.poller().closeIdle();
        wire.turn();
        wire.pass(Duration.ofSeconds(4));
        assertTrue(wire.isOpen(), "the client has time to read of it");
        wire.pass(Duration.ofSeconds(4));
        assertFalse(wire.isOpen());
    }
}
