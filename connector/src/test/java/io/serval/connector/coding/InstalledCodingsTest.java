package io.serval.connector.coding;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.LogLines;
import io.serval.connector.coding.spi.ContentCoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InstalledCodingsTest {
    private final LogLines log = new LogLines(ContentCodings.class.getName());

    @AfterEach void stopListening() {
        log.close();
    }

    private static List<String> names(List<ContentCoding> codings) {
        return codings.stream().map(ContentCoding::name).toList();
    }

    @Test void aCodingThatCannotWorkIsToldOfAndLeftOut() {
        Iterator<Supplier<ContentCoding>> providers = List.<Supplier<ContentCoding>>of(
                () -> {
                    throw new ServiceConfigurationError("io.example.Coding could not be instantiated",
                            new UnsatisfiedLinkError("no library for plan9"));
                },
                () -> {
                    throw new NoClassDefFoundError("io/example/Library");
                },
                CountingCoding::new).iterator();
        List<ContentCoding> found = InstalledCodings.all(new Iterator<>() {
            @Override public boolean hasNext() {
                return providers.hasNext();
            }

            @Override public ContentCoding next() {
                return providers.next().get();
            }
        });
        assertEquals(List.of("gzip", CountingCoding.NAME), names(found));
        assertEquals(2, log.lines().size());
        String first = log.lines().get(0);
        assertTrue(first.startsWith("WARN A content coding cannot work here and is left out: ")
                && first.contains("io.example.Coding") && first.contains("no library for plan9"), first);
    }

    @Test void levelsOfCodingsThatAreNotThereAreToldOf() {
        List<ContentCoding> found = InstalledCodings.atLevels(Map.of("br", 5, "gzip", 1));
        assertEquals(List.of("gzip", CountingCoding.NAME), names(found));
        assertEquals(List.of("WARN compressionLevel names br, which is not installed here; there are: "
                + "[gzip, x-counting]"), log.lines());
    }

    @Test void aLevelThatACodingDoesNotHaveIsAnError() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> InstalledCodings.atLevels(Map.of("gzip", 10))).getMessage();
        assertEquals("compressionLevel: gzip has the levels 1 to 9, not 10", message);
        message = assertThrows(IllegalArgumentException.class,
                () -> InstalledCodings.atLevels(Map.of(CountingCoding.NAME, 1))).getMessage();
        assertEquals("compressionLevel: x-counting has no levels", message);
    }
}
