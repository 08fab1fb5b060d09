package io.serval.container.cookie;

import jakarta.servlet.http.Cookie;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SetCookieTest {
    private static final long NOW = 784_111_777_000L;

    private final Cookie cookie = new Cookie("name", "value");

    @Test void writesNameAndValue() {
        assertEquals("name=value", SetCookie.format(cookie, NOW));
        assertEquals("name=", SetCookie.format(new Cookie("name", null), NOW));
        assertEquals("name=\"quoted\"", SetCookie.format(new Cookie("name", "\"quoted\""), NOW));
    }

    @Test void writesAllAttributes() {
        cookie.setDomain("Example.org");
        cookie.setPath("/a b");
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        cookie.setAttribute("SameSite", "Lax");
        cookie.setAttribute("Partitioned", "");
        cookie.setAttribute("Priority", "High");
        cookie.setMaxAge(60);
        assertEquals("name=value; Max-Age=60; Expires=Sun, 06 Nov 1994 08:50:37 GMT; Domain=example.org; HttpOnly; "
                + "Partitioned; Path=/a b; Priority=High; SameSite=Lax; Secure", SetCookie.format(cookie, NOW));
    }

    @Test void leavesOutFlagsThatTheCookieItselfTakesForOff() {
        cookie.setAttribute("secure", "other");
        cookie.setAttribute("httponly", "false");
        assertFalse(cookie.getSecure() || cookie.isHttpOnly());
        assertEquals("name=value", SetCookie.format(cookie, NOW));
    }

    @Test void expiresLongAgoWhenItsAgeIsZero() {
        cookie.setMaxAge(0);
        assertEquals("name=value; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:10 GMT", SetCookie.format(cookie, NOW));
    }

    @Test void keepsAnExpiryOfTheApplication() {
        cookie.setMaxAge(5);
        cookie.setAttribute("Expires", "Thu, 01 Jan 2099 00:00:00 GMT");
        assertEquals("name=value; Max-Age=5; Expires=Thu, 01 Jan 2099 00:00:00 GMT", SetCookie.format(cookie, NOW));
    }

    @Test void livesWithTheBrowserWithoutAge() {
        cookie.setMaxAge(-1);
        assertEquals("name=value", SetCookie.format(cookie, NOW));
    }

    @Test void countsLargeAgesWithoutOverflow() {
        cookie.setMaxAge(Integer.MAX_VALUE);
        assertTrue(SetCookie.format(cookie, NOW).contains("; Expires=Fri, 24 Nov 2062 12:03:44 GMT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,b", "a;b", "a\"b", "a\\b", "\"a", "\"a\"b\"", "ü", "a\r\nSet-Cookie: x=y",
            "\u0000",
        "\u007f", "\""})
    void refusesValuesThatAreNoCookieOctets(String value) {
        cookie.setValue(value);
        Exception e = assertThrows(IllegalArgumentException.class, () -> SetCookie.format(cookie, NOW));
        assertTrue(e.getMessage().contains("value of cookie [name]"), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), "the message is one line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a;b", "/a\nb", "/ü"})
    void refusesPathsThatWouldEndTheAttribute(String path) {
        cookie.setPath(path);
        assertThrows(IllegalArgumentException.class, () -> SetCookie.format(cookie, NOW));
    }

    @Test void takesTheTimeOfNow() {
        cookie.setMaxAge(1);
        assertTrue(SetCookie.format(cookie).matches("name=value; Max-Age=1; Expires=.{29}"));
    }
}
