package io.serval.container.parameter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ParametersTest {
    private final Parameters parameters = new Parameters(ParameterLimits.DEFAULT);

    private static String show(Parameters parameters) {
        return parameters.toMap().entrySet().stream()
                .map(e -> e.getKey() + ":" + String.join(",", e.getValue())).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
        "a=1                | a:1",
        "a=1&b=2            | a:1 b:2",
        "a=1&a=2&b=3&a=4    | a:1,2,4 b:3",
        "a                  | a:",
        "a=                 | a:",
        "=v                 | :v",
        "=                  | :",
        "&&a=1&&            | a:1",
        "a=b=c              | a:b=c",
        "a=1;b=2            | a:1;b=2",
        "a+b=c+d            | a b:c d",
        "a%20b=c%2Bd        | a b:c+d",
        "%61=%62%3d%26      | a:b=&",
        "a=%C3%BC%e2%82%AC  | a:ü€",
        "a=%F0%9F%98%80     | a:😀",
    })
    void decodesQueries(String query, String expected) {
        parameters.addQuery(query, UTF_8);
        assertEquals(expected, show(parameters));
    }

    @Test void decodesRawBytesOfAQueryByTheCharset() {
        parameters.addQuery(new String("a=ü".getBytes(UTF_8), ISO_8859_1), UTF_8);
        parameters.addQuery("b=€", UTF_8);
        assertEquals("a:ü b:€", show(parameters));
    }

    @Test void decodesInOtherCharsets() {
        parameters.addQuery("a=%FC", ISO_8859_1);
        parameters.addQuery("b=%80", Charset.forName("windows-1252"));
        parameters.addQuery("c=%82%A0", Charset.forName("Shift_JIS"));
        parameters.addQuery("%00d=%00e", StandardCharsets.UTF_16BE);
        assertEquals("a:ü b:€ c:あ d:e", show(parameters));
    }

    @Test void hasTheQueryInFrontOfTheForm() {
        parameters.addQuery("a=query", UTF_8);
        byte[] form = "xxa=form&b=2xx".getBytes(US_ASCII);
        parameters.addForm(form, 2, form.length - 4, UTF_8);
        assertEquals("a:query,form b:2", show(parameters));
        assertEquals("query", parameters.first("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%4&b=5", "a=%zz", "a=%-1", "%=1", "a=%4%41", "a=%C3", "a=%ff", "a=%C3%28",
        "a=%ED%A0%80", "a=%C0%AF"})
    void answers400ForWhatIsMalformed(String query) {
        ParameterException e = assertThrows(ParameterException.class, () -> parameters.addQuery(query, UTF_8));
        assertEquals(400, e.status());
        assertTrue(e instanceof IllegalStateException, "as Servlet 6.1 asks");
    }

    @Test void countsQueryAndFormTogether() {
        Parameters three = new Parameters(new ParameterLimits(3, -1));
        three.addQuery("a=1&b=2", UTF_8);
        three.add("c", "3");
        ParameterException e = assertThrows(ParameterException.class, () -> three.add("d", "4"));
        assertEquals(400, e.status());
        assertTrue(e.getMessage().contains("maxParameterCount"), e.getMessage());
    }

    @Test void hasAThousandParametersByDefault() {
        parameters.addQuery("a=b&".repeat(1000), UTF_8);
        assertEquals(1000, parameters.values("a").length);
        assertThrows(ParameterException.class, () -> parameters.addQuery("a", UTF_8));
    }

    @Test void hasNoLimitWhenNegative() {
        Parameters many = new Parameters(new ParameterLimits(-1, -1));
        many.addQuery("a=b&".repeat(5000), UTF_8);
        assertEquals(5000, many.values("a").length);
    }

    @Test void readsFormsOfAnyLengthInAnySteps() {
        for (int length : new int[] {0, 1, 4095, 4096, 4097, 10_000, 65_534, 65_535, 200_000}) {
            for (long declared : new long[] {-1, length + 2}) {
                Parameters form = new Parameters(ParameterLimits.DEFAULT);
                byte[] bytes = ("a=" + "x".repeat(length)).getBytes(US_ASCII);
                form.addForm(new Trickle(bytes, 1 + length / 7), declared, UTF_8);
                assertEquals(length, form.first("a").length());
            }
        }
    }

    @Test void answers413BeyondMaxPostSize() {
        ParameterLimits limits = new ParameterLimits(-1, 10);
        byte[] exact = "a=34567890".getBytes(US_ASCII);
        Parameters fits = new Parameters(limits);
        fits.addForm(new ByteArrayInputStream(exact), -1, UTF_8);
        assertEquals("34567890", fits.first("a"));
        byte[] more = "a=345678901".getBytes(US_ASCII);
        for (long declared : new long[] {-1, 11}) {
            ParameterException e = assertThrows(ParameterException.class,
                    () -> new Parameters(limits).addForm(new ByteArrayInputStream(more), declared, UTF_8));
            assertEquals(413, e.status());
            assertTrue(e.getMessage().contains("maxPostSize"), e.getMessage());
        }
    }

    @Test void trustsNoDeclaredLength() {
        Parameters unlimited = new Parameters(new ParameterLimits(-1, -1));
        unlimited.addForm(new ByteArrayInputStream("a=1".getBytes(US_ASCII)), Integer.MAX_VALUE - 100, UTF_8);
        assertEquals("1", unlimited.first("a"), "content that ends early is what it is");
        ParameterException e = assertThrows(ParameterException.class,
                () -> unlimited.addForm(InputStream.nullInputStream(), Long.MAX_VALUE, UTF_8));
        assertEquals(413, e.status());
    }

    @Test void reservesNoMemoryForADeclaredLengthThatIsTooLarge() {
        assertThrows(ParameterException.class,
                () -> parameters.addForm(InputStream.nullInputStream(), Long.MAX_VALUE, UTF_8));
    }

    @Test void reportsBrokenContentWithItsCause() {
        IOException broken = new IOException("reset");
        InputStream in = new InputStream() {
            @Override public int read() throws IOException {
                throw broken;
            }
        };
        ParameterException e = assertThrows(ParameterException.class, () -> parameters.addForm(in, -1, UTF_8));
        assertSame(broken, e.getCause());
        assertEquals(400, e.status());
    }

    @Test void givesNewArraysAndAnUnmodifiableMap() {
        parameters.addQuery("a=1&a=2", UTF_8);
        assertNotSame(parameters.values("a"), parameters.values("a"));
        Map<String, String[]> map = parameters.toMap();
        map.get("a")[0] = "changed";
        assertArrayEquals(new String[] {"1", "2"}, parameters.values("a"));
        assertThrows(UnsupportedOperationException.class, () -> map.put("b", new String[0]));
        assertThrows(UnsupportedOperationException.class, map::clear);
    }

    @Test void saysNothingOfUnknownNames() {
        assertTrue(parameters.isEmpty());
        assertNull(parameters.first("a"));
        assertNull(parameters.values("a"));
        parameters.addQuery("a=1", UTF_8);
        assertNull(parameters.first("A"));
        assertNull(parameters.values(""));
    }

    @Test void keepsOrderAndValuesAlsoWithManyNames() {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, List<String>> expected = new java.util.LinkedHashMap<>();
        for (int i = 0; i < 900; i++) {
            String name = "n" + random.nextInt(300);
            expected.computeIfAbsent(name, n -> new java.util.ArrayList<>()).add("v" + i);
            parameters.addQuery(name + "=v" + i, UTF_8);
            assertEquals(expected.get(name).get(0), parameters.first(name), "while it grows");
        }
        assertEquals(List.copyOf(expected.keySet()), Collections.list(parameters.names()));
        expected.forEach((name, values) -> assertArrayEquals(values.toArray(), parameters.values(name)));
        assertNull(parameters.first("missing"));
    }

    @Test void putsTheQueryOfADispatchInFront() {
        parameters.addQuery("a=old&b=2", UTF_8);
        Parameters merged = parameters.behindQuery("a=new&c=3", UTF_8);
        assertEquals("a:new,old c:3 b:2", show(merged));
        assertEquals("a:old b:2", show(parameters), "the original stays");
    }

    @Test void readsOrRefusesWhateverComes() {
        SplittableRandom random = new SplittableRandom(9);
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] form = new byte[random.nextInt(16)];
            for (int i = 0; i < form.length; i++) {
                form[i] = (byte) "a=&%+4f\u00c3\u00bc".charAt(random.nextInt(9));
            }
            Parameters random16 = new Parameters(ParameterLimits.DEFAULT);
            try {
                random16.addForm(form, 0, form.length, UTF_8);
                read++;
            } catch (ParameterException e) {
                assertEquals(400, e.status());
            }
        }
        assertTrue(read > 1000 && read < 50_000, read + " were read");
    }

    @Test void stillAnswersWhatCameBeforeAFailure() {
        assertThrows(ParameterException.class, () -> parameters.addQuery("a=1&b=%zz", UTF_8));
        assertEquals("1", parameters.first("a"));
    }

    /** Gives a few bytes at a time. */
    private static final class Trickle extends InputStream {
        private final InputStream in;
        private final int step;

        Trickle(byte[] bytes, int step) {
            this.in = new ByteArrayInputStream(bytes);
            this.step = step;
        }

        @Override public int read() throws IOException {
            return in.read();
        }

        @Override public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, Math.min(length, step));
        }
    }
}
