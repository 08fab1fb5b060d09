package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SettlingTest {
    private static final ContextName SHOP = new ContextName("/shop", "");
    @TempDir private Path directory;
    private long now = 1_000_000;
    private final Settling settling = new Settling(() -> now);

    private Stamps file(String content, long modified) throws IOException {
        Path file = Compiler.write(directory.resolve("file"), content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
        return Stamps.of(List.of(file));
    }

    @Test void waitsUntilItLooksTheSameTwice() throws IOException {
        assertFalse(settling.isComplete(SHOP, file("1", now), null, false));
        assertFalse(settling.isComplete(SHOP, file("12", now), null, false));
        assertTrue(settling.isComplete(SHOP, file("12", now), null, false));
    }

    @Test void takesOldFilesForComplete() throws IOException {
        assertTrue(settling.isComplete(SHOP, file("1", now - 2_001), null, false));
        settling.forget(SHOP);
        assertFalse(settling.isComplete(SHOP, file("1", now - 2_000), null, false));
    }

    @Test void trustsWhatIsThereAtStart() throws IOException {
        assertTrue(settling.isComplete(SHOP, file("1", now), null, true));
    }

    @Test void waitsForAnArchiveThatCannotBeReadButNotForEver() throws IOException {
        Stamps broken = file("no zip", now - 10_000);
        Path archive = directory.resolve("file");
        for (int i = 0; i < 5; i++) {
            assertFalse(settling.isComplete(SHOP, broken, archive, true), "look " + i);
        }
        assertTrue(settling.isComplete(SHOP, broken, archive, false), "it is broken, not half copied");
    }

    @Test void countsAnewWhenTheArchiveGrows() throws IOException {
        Path archive = directory.resolve("file");
        for (int i = 0; i < 20; i++) {
            assertFalse(settling.isComplete(SHOP, file("x".repeat(i), now), archive, false), "look " + i);
        }
    }

    @Test void forgetsWhatIsGone() throws IOException {
        settling.isComplete(SHOP, file("1", now), null, false);
        assertTrue(settling.isWaiting());
        settling.keepOnly(Set.of());
        assertFalse(settling.isWaiting());
    }
}
