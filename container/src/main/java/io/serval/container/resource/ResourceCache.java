package io.serval.container.resource;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Keeps what was looked up for a while, also that nothing was there, and the content of small files. Bounded by bytes:
 * when full, one thread throws out what is old, then what was not asked for since the last time (second chance).
 * Safe for any thread; a hit takes no lock.
 */
final class ResourceCache {
    /** A file larger than this part of the cache is not kept in memory. */
    private static final int MAX_PART = 20;

    /**
     * Bounds of a cache.
     *
     * @param ttl            how long a look-up is believed; zero for no cache
     * @param maxBytes       names and contents together; 0 for no cache
     * @param maxObjectBytes largest content that is kept
     */
    record Limits(Duration ttl, long maxBytes, long maxObjectBytes) { }

    private final Function<String, WebResource> lookup;
    private final long ttlNanos;
    private final long maxBytes;
    private final long maxObjectBytes;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<String, CachedResource> entries = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean trimming = new AtomicBoolean();

    ResourceCache(Function<String, WebResource> lookup, Limits limits, LongSupplier nanoClock) {
        this.lookup = lookup;
        this.ttlNanos = limits.ttl.toNanos();
        this.maxBytes = limits.maxBytes;
        this.maxObjectBytes = Math.min(limits.maxObjectBytes, maxBytes / MAX_PART);
        this.nanoClock = nanoClock;
    }

    WebResource get(String path) {
        if (ttlNanos <= 0 || maxBytes <= 0) {
            return lookup.apply(path);
        }
        long now = nanoClock.getAsLong();
        CachedResource known = entries.get(path);
        return known != null && known.isFresh(now) ? known.touch() : refresh(path, known, now);
    }

    private WebResource refresh(String path, CachedResource stale, long now) {
        CachedResource fresh = new CachedResource(this, path, lookup.apply(path), now + ttlNanos);
        if (stale != null) {
            fresh.inherit(stale);
        }
        bytes.addAndGet(fresh.weight());
        CachedResource replaced = entries.put(path, fresh);
        if (replaced != null) {
            bytes.addAndGet(-replaced.retire());
        }
        trimIfFull(now);
        return fresh;
    }

    /** Whether the content of a file of that length is to be kept. */
    boolean keeps(long length) {
        return length >= 0 && length <= maxObjectBytes;
    }

    /** An entry has grown by its content. */
    void grown(long by) {
        bytes.addAndGet(by);
        trimIfFull(nanoClock.getAsLong());
    }

    void forget(String path) {
        CachedResource removed = entries.remove(path);
        if (removed != null) {
            bytes.addAndGet(-removed.retire());
        }
    }

    long bytes() {
        return bytes.get();
    }

    private void trimIfFull(long now) {
        if (bytes.get() > maxBytes && trimming.compareAndSet(false, true)) {
            try {
                trim(now);
            } finally {
                trimming.set(false);
            }
        }
    }

    /** To nine tenths, so that it is not called for each new entry. */
    private void trim(long now) {
        long target = maxBytes - maxBytes / 10;
        for (int pass = 0; pass < 3 && bytes.get() > target; pass++) {
            for (CachedResource entry : entries.values()) {
                boolean stays = pass == 0 && entry.isFresh(now) || pass == 1 && entry.usedSinceLastTrim();
                if (!stays && bytes.get() > target && entries.remove(entry.key(), entry)) {
                    bytes.addAndGet(-entry.retire());
                }
            }
        }
    }
}
