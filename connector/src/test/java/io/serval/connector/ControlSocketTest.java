package io.serval.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

@DisabledOnOs(OS.WINDOWS)
class ControlSocketTest {
    @TempDir Path run;

    @Test void answersWhatItIsAskedAndNamesWhatItCanBeAsked() throws IOException {
        try (ControlSocket control = ControlSocket.open(run, Map.of("time", () -> "late\n"))) {
            assertNotNull(control);
            assertEquals("late\n", ControlSocket.ask(run, "time"));
            assertEquals("There are: time\n", ControlSocket.ask(run, "weather"));
            assertEquals("late\n", ControlSocket.ask(run, "time"));
        }
        assertThrows(IOException.class, () -> ControlSocket.ask(run, "time"));
        assertFalse(Files.exists(ControlSocket.path(run)));
    }

    @Test void onlyTheUserOfTheServerGetsThere() throws IOException {
        Files.createDirectory(run.resolve("control"));
        Files.setPosixFilePermissions(run.resolve("control"), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ControlSocket control = ControlSocket.open(run, Map.of())) {
            assertNotNull(control);
            assertEquals("rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve("control"))));
        }
    }

    @Test void aSocketThatAKilledServerLeftIsReplaced() throws IOException {
        ControlSocket.open(run, Map.of("a", () -> "first"));
        try (ControlSocket second = ControlSocket.open(run, Map.of("a", () -> "second"))) {
            assertNotNull(second);
            assertEquals("second", ControlSocket.ask(run, "a"));
        }
    }

    @Test void aPathThatIsTooLongForASocketIsNoObstacle() throws IOException {
        assertNull(ControlSocket.open(run.resolve("x".repeat(120)), Map.of()));
    }
}
