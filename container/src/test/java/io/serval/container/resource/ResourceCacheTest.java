package io.serval.container.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResourceCacheTest {
    private static final Duration TTL = Duration.ofSeconds(5);

    @TempDir
    Path directory;
    private long nanos = Long.MAX_VALUE - TTL.toNanos() / 2;
    private final AtomicInteger lookups = new AtomicInteger();
    private DirectoryResources root;

    @BeforeEach void open() throws IOException {
        root = new DirectoryResources(directory, false);
    }

    private ResourceCache cache(long maxBytes) {
        return new ResourceCache(path -> {
            lookups.incrementAndGet();
            WebResource found = root.find(path);
            return found == null ? new AbsentResource(path) : found;
        }, new ResourceCache.Limits(TTL, maxBytes, maxBytes), () -> nanos);
    }

    private static byte[] content(WebResource resource) throws IOException {
        return ((CachedResource) resource).content();
    }

    @Test void looksOnceWithinTheTimeToLive() {
        ResourceCache cache = cache(100_000);
        TestTree.write(directory, "a", "x");
        WebResource first = cache.get("/a");
        nanos += TTL.toNanos() - 1;
        assertSame(first, cache.get("/a"), "also over the wrap of the clock");
        nanos += 1;
        assertNotSame(first, cache.get("/a"));
        assertEquals(2, lookups.get());
    }

    @Test void alsoRemembersThatNothingIsThere() {
        ResourceCache cache = cache(100_000);
        assertFalse(cache.get("/a").exists());
        TestTree.write(directory, "a", "x");
        assertFalse(cache.get("/a").exists());
        nanos += TTL.toNanos();
        assertTrue(cache.get("/a").exists());
    }

    @Test void keepsContentOfAnUnchangedFile() throws IOException {
        ResourceCache cache = cache(100_000);
        TestTree.write(directory, "a", "x");
        byte[] content = content(cache.get("/a"));
        ((CachedResource) cache.get("/a")).contentType("text/x");
        nanos += TTL.toNanos();
        assertSame(content, content(cache.get("/a")));
        assertEquals("text/x", ((CachedResource) cache.get("/a")).contentType());
    }

    @Test void readsAChangedFileAgain() throws IOException {
        ResourceCache cache = cache(100_000);
        Path file = TestTree.write(directory, "a", "old");
        content(cache.get("/a"));
        String etag = cache.get("/a").etag();
        String modified = ((CachedResource) cache.get("/a")).lastModifiedText();
        TestTree.write(directory, "a", "new");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        nanos += TTL.toNanos();
        assertArrayEquals("new".getBytes(), content(cache.get("/a")));
        assertEquals("Thu, 01 Jan 1970 00:16:40 GMT", ((CachedResource) cache.get("/a")).lastModifiedText());
        assertFalse(etag.equals(cache.get("/a").etag()) || modified.startsWith("Thu, 01 Jan 1970"));
    }

    @Test void keepsNoContentOfLargeFiles() throws IOException {
        ResourceCache cache = cache(20_000);
        TestTree.write(directory, "fits", "x".repeat(1000));
        TestTree.write(directory, "large", "x".repeat(1001));
        assertEquals(1000, content(cache.get("/fits")).length);
        assertNull(content(cache.get("/large")));
        assertNull(content(cache.get("/")), "nor of a directory");
    }

    @Test void keepsNoContentThatChangedWhileItWasRead() throws IOException {
        ResourceCache cache = cache(100_000);
        TestTree.write(directory, "a", "xx");
        WebResource resource = cache.get("/a");
        TestTree.write(directory, "a", "x");
        assertNull(content(resource));
        TestTree.write(directory, "a", "xxx");
        assertNull(content(resource));
    }

    @Test void staysWithinItsBytes() throws IOException {
        ResourceCache cache = cache(20_000);
        for (int i = 0; i < 1000; i++) {
            TestTree.write(directory, "f" + i % 50, "x".repeat(900));
            content(cache.get("/f" + i % 50));
            cache.get("/missing" + i);
            assertTrue(cache.bytes() <= 20_000, "holds " + cache.bytes());
        }
        assertTrue(cache.bytes() > 10_000, "and uses what it has");
    }

    @Test void prefersToKeepWhatIsUsed() throws IOException {
        ResourceCache cache = cache(20_000);
        TestTree.write(directory, "hot", "x");
        for (int i = 0; i < 200; i++) {
            cache.get("/hot");
            cache.get("/missing" + i);
        }
        int before = lookups.get();
        cache.get("/hot");
        assertEquals(before, lookups.get(), "it is still there");
        assertEquals(201, before, "it was looked up once");
    }

    @Test void countsNothingWhenEverythingIsForgotten() throws IOException {
        ResourceCache cache = cache(100_000);
        for (int i = 0; i < 10; i++) {
            TestTree.write(directory, "f" + i, "x".repeat(i * 10));
            content(cache.get("/f" + i));
            nanos += TTL.toNanos();
            content(cache.get("/f" + i));
        }
        for (int i = 0; i < 10; i++) {
            cache.forget("/f" + i);
            cache.forget("/f" + i);
        }
        assertEquals(0, cache.bytes());
    }

    @Test void countsNoContentThatIsReadAfterItWasForgotten() throws IOException {
        ResourceCache cache = cache(100_000);
        TestTree.write(directory, "a", "xyz");
        WebResource resource = cache.get("/a");
        cache.forget("/a");
        assertEquals(3, content(resource).length);
        assertEquals(0, cache.bytes());
    }

    @Test void isOffWithoutTimeOrRoom() {
        TestTree.write(directory, "a", "x");
        ResourceCache none = cache(0);
        assertNotSame(none.get("/a"), none.get("/a"));
        assertFalse(none.get("/a") instanceof CachedResource);
    }
}
