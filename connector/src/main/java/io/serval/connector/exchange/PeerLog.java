package io.serval.connector.exchange;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.time.Ticker;

/**
 * Tells the administrator which peers were refused and why: a line a peer and minute, however often it tries, and no
 * more than {@value #PEERS} lines a minute, however many there are. Safe for any thread.
 */
public final class PeerLog {
    static final int PEERS = 200;
    private static final Logger log = LoggerFactory.getLogger(PeerLog.class);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Who was named in a minute; replaced whole when that is over. */
    private record Minute(long start, Set<Object> peers, LongAdder silent) {
        Minute(long start) {
            this(start, ConcurrentHashMap.newKeySet(), new LongAdder());
        }
    }

    private final Ticker ticker;
    private final AtomicReference<Minute> minute;

    public PeerLog(Ticker ticker) {
        this.ticker = ticker;
        minute = new AtomicReference<>(new Minute(ticker.nanoTime()));
    }

    /** A peer was refused. @param why names the limit, its value and its attribute where there is one */
    public void refused(SocketAddress peer, String why) {
        Minute current = current();
        Object host = peer instanceof InetSocketAddress inet ? inet.getAddress() : String.valueOf(peer);
        if (current.peers.size() < PEERS && current.peers.add(host)) {
            log.info("{} was refused: {}. What else it tries is not told for a minute.", peer, why);
        } else {
            current.silent.increment();
            log.debug("{} was refused: {}", peer, why);
        }
    }

    private Minute current() {
        Minute current = minute.get();
        long now = ticker.nanoTime();
        if (now - current.start < MINUTE_NANOS) {
            return current;
        }
        Minute next = new Minute(now);
        if (!minute.compareAndSet(current, next)) {
            return minute.get();
        }
        long silent = current.silent.sum();
        if (silent > 0) {
            log.info("{} more were refused in the last minute that is told of", silent);
        }
        return next;
    }
}
