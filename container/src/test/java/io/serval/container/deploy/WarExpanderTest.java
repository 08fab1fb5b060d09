package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.descriptor.DeploymentException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WarExpanderTest {
    @TempDir private Path directory;
    private Path war;
    private Path target;

    @BeforeEach void name() {
        war = directory.resolve("shop.war");
        target = directory.resolve("shop");
    }

    private void pack(String entry, String content, long modified) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            ZipEntry each = new ZipEntry(entry);
            each.setLastModifiedTime(FileTime.fromMillis(1_000_000_000_000L));
            zip.putNextEntry(each);
            zip.write(content.getBytes());
        }
        Files.setLastModifiedTime(war, FileTime.fromMillis(modified));
    }

    @Test void unpacksWithTimeStamps() throws IOException {
        pack("a/b.txt", "x", 5_000);
        WarExpander.expand(war, target);
        assertEquals("x", Files.readString(target.resolve("a/b.txt")));
        assertEquals(1_000_000_000_000L, Files.getLastModifiedTime(target.resolve("a/b.txt")).toMillis());
    }

    @Test void unpacksAgainOnlyWhenTheWarChanged() throws IOException {
        pack("a.txt", "1", 5_000);
        WarExpander.expand(war, target);
        Files.writeString(target.resolve("a.txt"), "edited");
        WarExpander.expand(war, target);
        assertEquals("edited", Files.readString(target.resolve("a.txt")));
        pack("b.txt", "2", 9_000);
        WarExpander.expand(war, target);
        assertEquals("2", Files.readString(target.resolve("b.txt")));
        assertFalse(Files.exists(target.resolve("a.txt")), "the old content must go");
    }

    @Test void leavesADirectoryMadeByHandAlone() throws IOException {
        pack("a.txt", "war", 5_000);
        Compiler.write(target.resolve("a.txt"), "hand");
        WarExpander.expand(war, target);
        assertEquals("hand", Files.readString(target.resolve("a.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.txt", "a/../../evil.txt", "..\\evil.txt", "a\\..\\..\\evil.txt"})
    void refusesEntriesThatLeadOutside(String entry) throws IOException {
        pack(entry, "evil", 5_000);
        DeploymentException refused = assertThrows(DeploymentException.class, () -> WarExpander.expand(war, target));
        assertTrue(refused.getMessage().contains("outside of the application"), refused::getMessage);
        assertOnlyTheWarIsLeft();
    }

    @Test void keepsAnAbsoluteEntryInside() throws IOException {
        pack("/a.txt", "x", 5_000);
        WarExpander.expand(war, target);
        assertTrue(Files.exists(target.resolve("a.txt")));
    }

    @Test void leavesNothingHalfDone() throws IOException {
        pack("a.txt", "x".repeat(10_000), 5_000);
        byte[] bytes = Files.readAllBytes(war);
        bytes[50] ^= 0x55;                       // inside the compressed content: found while unpacking
        Files.write(war, bytes);
        assertThrows(IOException.class, () -> WarExpander.expand(war, target));
        assertOnlyTheWarIsLeft();
    }

    private void assertOnlyTheWarIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals("shop.war", left.map(each -> each.getFileName().toString()).reduce("", String::concat));
        }
    }

    @Test void deletesLinksAndNotWhatTheyPointTo() throws IOException {
        Compiler.write(directory.resolve("kept/file.txt"), "kept");
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("link"), directory.resolve("kept"));
        WarExpander.delete(target);
        assertTrue(Files.exists(directory.resolve("kept/file.txt")));
        assertFalse(Files.exists(target));
    }
}
