package io.serval.connector.exchange;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.serval.connector.time.FakeTicker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PeerLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(PeerLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FakeTicker ticker = new FakeTicker();
    private final PeerLog log = new PeerLog(ticker);

    @BeforeEach void listen() {
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static SocketAddress peer(int last, int port) {
        return new InetSocketAddress("192.0.2." + last, port);
    }

    @Test void namesAPeerOnceAMinuteFromWhateverPort() {
        log.refused(peer(1, 1_000), "431, head larger than 8192 bytes (maxHttpRequestHeaderSize)");
        log.refused(peer(1, 1_001), "400, again");
        log.refused(peer(2, 1_000), "400, other");
        assertEquals(2, told().size());
        assertTrue(told().get(0).contains("192.0.2.1:1000") && told().get(0).contains("maxHttpRequestHeaderSize"),
                told().get(0));
        ticker.advance(Duration.ofMinutes(1));
        log.refused(peer(1, 1_002), "400, once more");
        assertEquals(4, told().size());
        assertTrue(told().get(2).startsWith("1 more were refused"), told().get(2));
    }

    @Test void namesNoMorePeersAMinuteThanSomebodyCanRead() {
        for (int i = 0; i < 10 * PeerLog.PEERS; i++) {
            log.refused(new InetSocketAddress("10.0." + i / 256 + "." + i % 256, 1), "400, no");
        }
        assertEquals(PeerLog.PEERS, told().size());
    }
}
