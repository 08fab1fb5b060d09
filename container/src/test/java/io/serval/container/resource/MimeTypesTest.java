package io.serval.container.resource;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MimeTypesTest {
    @ParameterizedTest
    @CsvSource({"index.html,text/html", "a.b.CSS,text/css", "/dir/app.js,text/javascript", "x.mjs,text/javascript",
        "x.json,application/json", "x.svg,image/svg+xml", "x.png,image/png", "x.jpg,image/jpeg", "x.webp,image/webp",
        "x.ico,image/vnd.microsoft.icon", "x.woff2,font/woff2", "x.wasm,application/wasm", "x.pdf,application/pdf",
        "x.mp4,video/mp4", "x.mp3,audio/mpeg", "x.xml,application/xml", "x.txt,text/plain", "x.zip,application/zip",
        "x.gz,application/gzip", "x.csv,text/csv", "x.md,text/markdown", "x.avif,image/avif",
        "x.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
    void knowsCustomaryTypes(String file, String type) {
        assertEquals(type, MimeTypes.ofFile(file));
    }

    @Test void knowsNothingOfOthers() {
        assertNull(MimeTypes.ofFile("README"));
        assertNull(MimeTypes.ofFile("x.unheardof"));
        assertNull(MimeTypes.ofFile("x."));
        assertNull(MimeTypes.ofFile("v1.html/README"));
        assertNull(MimeTypes.ofFile("x.jsp"), "pages are not to be had as text");
    }

    @Test void holdsAThousandWellFormedEntries() {
        Map<String, String> all = MimeTypes.asMap();
        assertTrue(all.size() > 1000, "only " + all.size());
        all.forEach((extension, type) -> {
            assertTrue(extension.matches("[a-z0-9][a-z0-9_.+-]*"), extension);
            assertTrue(type.matches("[a-z-]+/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"), type);
        });
        assertThrows(UnsupportedOperationException.class, () -> all.put("x", "y/z"));
    }
}
