package io.serval.connector.http1;

import java.util.HashSet;
import java.util.Set;

import io.serval.http.FieldName;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * Which fields may come in a trailer section (RFC 9110 §6.5.1): none that decides on framing, routing, authentication,
 * how the request is handled or what the content is, for these were needed before the content.
 */
final class TrailerRules {
    /** Fields that move the end of a message or its addressee: in a trailer section they are an attack. */
    private static final Set<FieldName> REFUSED =
            Set.of(FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING, FieldName.HOST);
    private static final Set<FieldName> DROPPED = dropped();

    private TrailerRules() { }

    /**
     * Whether a received field is passed on.
     *
     * @throws HttpException with 400 for a field of framing or routing
     */
    static boolean accepts(FieldName name) throws HttpException {
        if (REFUSED.contains(name)) {
            throw new HttpException(Status.BAD_REQUEST, "field " + name + " in the trailer section");
        }
        return !DROPPED.contains(name);
    }

    /** Whether a field may be sent in a trailer section. */
    static boolean allows(FieldName name) {
        return !REFUSED.contains(name) && !DROPPED.contains(name);
    }

    private static Set<FieldName> dropped() {
        String[] names = {
            "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Age", "Authorization", "Cache-Control",
            "Connection", "Content-Encoding", "Content-Range", "Content-Type", "Cookie", "Date", "Expect", "Expires",
            "Forwarded", "From", "HTTP2-Settings", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
            "If-Unmodified-Since", "Keep-Alive", "Location", "Max-Forwards", "Origin", "Pragma", "Proxy-Authenticate",
            "Proxy-Authorization", "Proxy-Connection", "Range", "Referer", "Retry-After", "Set-Cookie", "TE",
            "Trailer", "Upgrade", "User-Agent", "Vary", "Via", "WWW-Authenticate", "Warning", "X-Forwarded-For",
            "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Real-IP",
        };
        Set<FieldName> dropped = new HashSet<>();
        for (String name : names) {
            dropped.add(FieldName.of(name));
        }
        return Set.copyOf(dropped);
    }
}
