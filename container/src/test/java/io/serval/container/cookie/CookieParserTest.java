package io.serval.container.cookie;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import jakarta.servlet.http.Cookie;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CookieParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a=b                       | a=b",
        "a=b; c=d                  | a=b&c=d",
        "a=b;c=d;                  | a=b&c=d",
        ";; a=b ;;; c=d ;          | a=b&c=d",
        " a = b ;\tc\t=\td         | a=b&c=d",
        "a=                        | a=",
        "a=b=c==                   | a=b=c==",
        "a=\"b c\"                 | a=\"b c\"",
        "a=\"b                     | a=\"b",
        "=b; c=d                   | c=d",
        "novalue; c=d              | c=d",
        "a=1; a=2                  | a=1&a=2",
        "a[0]=x; b@c=y; c=d        | c=d",
        "$Version=1; a=b           | $Version=1&a=b",
        "a=b,c                     | a=b,c",
        "ü=x; c=d                  | c=d",
        "a=ü                       | a=ü",
        "a=b c                     | a=b c",
    })
    void readsWhatClientsSend(String header, String expected) {
        List<Cookie> cookies = CookieParser.parse(header);
        assertEquals(expected, cookies.stream().map(c -> c.getName() + "=" + c.getValue())
                .collect(Collectors.joining("&")));
    }

    @Test void leavesOutValuesWithControlCharacters() {
        List<Cookie> cookies = CookieParser.parse("a=b\u0001c; d=\u007f; e=f");
        assertEquals(1, cookies.size());
        assertEquals("e", cookies.get(0).getName());
    }

    @Test void isEmptyWithoutHeader() {
        assertTrue(CookieParser.parse(null).isEmpty());
        assertTrue(CookieParser.parse("").isEmpty());
    }

    @Test void readsNoMoreThanTwoHundredCookies() {
        String header = "a=b;".repeat(CookieParser.MAX_COOKIES + 1);
        List<Cookie> cookies = CookieParser.parse(header);
        assertEquals(CookieParser.MAX_COOKIES, cookies.size());
        CookieParser.parse("c=d", cookies);
        assertEquals(CookieParser.MAX_COOKIES, cookies.size(), "over all lines of one request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "JSESSIONID=abc                        | 0 | abc",
        "x=y; JSESSIONID=abc; z=1              | 0 | abc",
        "JSESSIONID=abc; JSESSIONID=def        | 1 | def",
        "JSESSIONID=abc; JSESSIONID=def        | 2 | -",
        "JSESSIONID = abc                      | 0 | abc",
        "JSESSIONID=\"abc\"                    | 0 | abc",
        "JSESSIONIDX=abc                       | 0 | -",
        "XJSESSIONID=abc                       | 0 | -",
        "jsessionid=abc                        | 0 | -",
        "x=JSESSIONID=abc                      | 0 | -",
        "JSESSIONID                            | 0 | -",
        "JSESSIONID; x=y                       | 0 | -",
        ";;JSESSIONID=;                        | 0 | ``",
    })
    void findsOneValueWithoutTheOthers(String header, int occurrence, String expected) {
        assertEquals(expected, CookieParser.value(header, "JSESSIONID", occurrence));
    }

    @Test void findsNoValueWithoutHeader() {
        assertNull(CookieParser.value(null, "a", 0));
    }

    @Test void neverThrows() {
        SplittableRandom random = new SplittableRandom(7);
        String alphabet = "ab=;,\" \t\\$[]\u0000\u007fü€";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder header = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            CookieParser.parse(header.toString());
            CookieParser.value(header.toString(), "a", 0);
        }
    }
}
