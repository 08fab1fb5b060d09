package io.serval.connector.http2;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.serval.connector.coding.CodingRules;
import io.serval.connector.coding.ContentCodings;
import io.serval.http.FieldName;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Responses encoded on the fly (RFC 9110 §8.4) on streams; the rules themselves are tested with HTTP/1.1. */
class CodedStreamTest {
    private static final String TEXT = "Lorem ipsum dolor sit amet. ".repeat(300);
    private static final HttpHandler HANDLER = exchange -> {
        exchange.response().fields().set(FieldName.CONTENT_TYPE, "text/plain");
        H2Wire.write(exchange, TEXT);
    };

    private H2Wire wire;

    private H2Wire serve(HttpHandler handler) throws IOException {
        CodingRules rules = new CodingRules(false, 2_048, List.of("text/"), null, List.of());
        wire = new H2Wire(handler, H2Wire.SETTINGS, ContentCodings.installed(rules, Map.of())).hello();
        return wire;
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    private byte[] data() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        wire.all().stream().filter(frame -> frame.type() == Frames.DATA)
                .forEach(frame -> data.writeBytes(frame.payload()));
        return data.toByteArray();
    }

    private String fields() {
        return wire.all().stream().filter(frame -> frame.type() == Frames.HEADERS).findFirst().orElseThrow()
                .fields();
    }

    @Test void aResponseIsEncodedForWhoAcceptsIt() throws IOException {
        serve(HANDLER).headers(1, H2Wire.request("GET", "/") + " accept-encoding=gzip", true);
        assertTrue(fields().contains("content-encoding=gzip"), fields());
        assertTrue(fields().contains("content-length=" + data().length), fields());
        byte[] decoded = new GZIPInputStream(new ByteArrayInputStream(data())).readAllBytes();
        assertEquals(TEXT, new String(decoded, StandardCharsets.ISO_8859_1));
    }

    @Test void aResponseStaysAsItIsForOthers() throws IOException {
        serve(HANDLER).get(1, "/");
        assertFalse(fields().contains("content-encoding"), fields());
        assertTrue(fields().contains("vary=accept-encoding"), fields());
        assertEquals(TEXT, new String(data(), StandardCharsets.ISO_8859_1));
    }

    @Test void headEndsWithTheFieldsOfGet() throws IOException {
        serve(HANDLER).headers(1, H2Wire.request("HEAD", "/") + " accept-encoding=gzip", true);
        assertTrue(fields().contains("content-encoding=gzip"), fields());
        assertFalse(fields().contains("content-length"), fields());
        assertEquals(0, data().length);
        assertTrue(wire.of(1).endsWith(" end"), wire.of(1));
    }

    @Test void aFlushSendsEverythingWrittenBeforeIt() throws IOException {
        String event = "data: 1\n\n";
        serve(exchange -> {
            exchange.response().fields().set(FieldName.CONTENT_TYPE, "text/event-stream");
            H2Wire.write(exchange, event);
            exchange.response().flush();
            GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data()));
            assertEquals(event, new String(in.readNBytes(event.length()), StandardCharsets.ISO_8859_1));
        }).headers(1, H2Wire.request("GET", "/") + " accept-encoding=gzip", true);
        assertTrue(wire.of(1).contains(":status=200") && wire.of(1).endsWith(" end"), wire.of(1));
    }
}
