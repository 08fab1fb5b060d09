package io.serval.container.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PropertySubstitutionTest {
    private final List<String> unresolved = new ArrayList<>();
    private final PropertySubstitution substitution = PropertySubstitution.of(
            Map.of("a", "1", "b", "${a}2", "loop", "${loop}", "empty", ""), Map.of("PORT", "8888"));

    @ParameterizedTest
    @CsvSource({
        "plain, plain", "${a}, 1", "x${a}y${a}z, x1y1z", "${b}, 12", "${none:-9}, 9", "${a:-9}, 1",
        "${none:-${a}}, 1", "${none:-${gone:-7}}, 7", "${env.PORT}, 8888", "${env.GONE:-80}, 80", "$${a}, ${a}",
        "${none:-}, ''", "${empty}, ''", "${open, ${open", "$a, $a", "{a}, {a}", "${a}${open, 1${open",
    })
    void replaces(String text, String expected) {
        assertEquals(expected, substitution.substitute(text, unresolved::add));
        assertEquals(List.of(), unresolved);
    }

    @Test void readsASecretFromTheFileThatAVariableNames(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "s3cret\n");
        PropertySubstitution secrets = PropertySubstitution.of(Map.of(), Map.of("DB_FILE", file.toString(),
                "GONE_FILE", directory + "/gone", "BOTH", "said", "BOTH_FILE", file.toString()));

        assertEquals("s3cret", secrets.substitute("${env.DB}", unresolved::add));
        assertEquals("said", secrets.substitute("${env.BOTH}", unresolved::add));
        IllegalArgumentException missing = assertThrows(IllegalArgumentException.class,
                () -> secrets.substitute("${env.GONE}", unresolved::add));
        assertTrue(missing.getMessage().startsWith("the file that GONE_FILE names cannot be read"));
    }

    @Test void keepsANameWithoutValueAndTellsIt() {
        assertEquals("x ${who} y", substitution.substitute("x ${who} y", unresolved::add));
        assertEquals(List.of("who"), unresolved);
    }

    @Test void fallsBackOnPropertiesOfTheJvm() {
        assertEquals(System.getProperty("java.version"),
                substitution.substitute("${java.version}", unresolved::add));
    }

    @Test void refusesValuesThatNameEachOtherWithoutEnd() {
        assertThrows(IllegalArgumentException.class, () -> substitution.substitute("${loop}", unresolved::add));
    }
}
