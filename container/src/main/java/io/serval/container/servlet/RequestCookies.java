package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.Cookie;

import io.serval.container.cookie.CookieParser;
import io.serval.http.FieldName;
import io.serval.http.Fields;

/** Reads the cookies of a request. */
final class RequestCookies {
    private static final Cookie[] NONE = {};

    private RequestCookies() { }

    /** @param max cookies after this many are left out; -1 for no limit */
    static Cookie[] parse(Fields fields, int max) {
        if (fields.get(FieldName.COOKIE) == null) {
            return NONE;
        }
        List<Cookie> cookies = new ArrayList<>(4);
        for (String line : fields.all("Cookie")) {
            CookieParser.parse(line, cookies);
        }
        int count = max >= 0 && cookies.size() > max ? max : cookies.size();
        return cookies.subList(0, count).toArray(NONE);
    }
}
