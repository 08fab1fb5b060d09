package io.serval.container.resource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.serval.container.i18n.HttpDate;

/** A resource with what answers need of it, made once. Safe for any thread: what is added later is added as a whole. */
final class CachedResource extends ResourceView {
    private static final int BASE_WEIGHT = 400;

    private final ResourceCache cache;
    private final String key;
    private final long staleAtNanos;
    private final String etag;
    private volatile byte[] content;
    private volatile String contentType;
    private volatile String lastModifiedText;
    private volatile boolean used;
    /** Whether the cache has let go of it, and counts its bytes no more; guarded by this. */
    private boolean retired;

    CachedResource(ResourceCache cache, String key, WebResource resource, long staleAtNanos) {
        super(resource);
        this.cache = cache;
        this.key = key;
        this.staleAtNanos = staleAtNanos;
        this.etag = resource.etag();
    }

    boolean isFresh(long nowNanos) {
        return staleAtNanos - nowNanos > 0;
    }

    CachedResource touch() {
        if (!used) {
            used = true;
        }
        return this;
    }

    boolean usedSinceLastTrim() {
        boolean was = used;
        used = false;
        return was;
    }

    /** What was known of the same unchanged file stays known. */
    void inherit(CachedResource stale) {
        if (resource.isFile() && resource.length() == stale.length() && resource.lastModified() == stale.lastModified()
                && etag.equals(stale.etag)) {
            content = stale.content;
            contentType = stale.contentType;
            lastModifiedText = stale.lastModifiedText;
            used = stale.used;
        }
    }

    String key() {
        return key;
    }

    /** Bytes it takes in memory, about. */
    long weight() {
        byte[] bytes = content;
        return BASE_WEIGHT + 4L * key.length() + (bytes == null ? 0 : bytes.length);
    }

    /** The whole content, not to be changed, or {@code null} if it is too large to be kept. */
    byte[] content() throws IOException {
        byte[] bytes = content;
        return bytes != null || !resource.isFile() || !cache.keeps(resource.length()) ? bytes : load();
    }

    /** Two threads may both load; they find the same. */
    private byte[] load() throws IOException {
        byte[] bytes;
        try (InputStream in = resource.open()) {
            bytes = in.readNBytes((int) resource.length() + 1);
        }
        boolean unchanged = bytes.length == resource.length();
        if (unchanged && keep(bytes)) {
            cache.grown(bytes.length);
        }
        return unchanged ? bytes : null;
    }

    /** @return whether the cache is to count the bytes */
    private synchronized boolean keep(byte[] bytes) {
        boolean first = content == null;
        content = bytes;
        return first && !retired;
    }

    /** The cache lets go of it. @return the bytes to be counted no more */
    synchronized long retire() {
        retired = true;
        return weight();
    }

    String contentType() {
        return contentType;
    }

    void contentType(String type) {
        contentType = type;
    }

    String lastModifiedText() {
        String text = lastModifiedText;
        if (text == null) {
            text = HttpDate.format(resource.lastModified());
            lastModifiedText = text;
        }
        return text;
    }

    @Override public String etag() {
        return etag;
    }

    @Override public InputStream open() throws IOException {
        byte[] bytes = content;
        return bytes != null ? new ByteArrayInputStream(bytes) : resource.open();
    }
}
