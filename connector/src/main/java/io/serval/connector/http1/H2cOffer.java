package io.serval.connector.http1;

import java.util.Base64;

import io.serval.http.FieldName;
import io.serval.http.HttpVersion;

/**
 * The offer of a client of HTTP/1.1 to go on in HTTP/2 on clear text (RFC 7540 §3.2). RFC 9113 has given it up, but the
 * JDK's client still makes it with its first request. A server may pass over every such offer, so what is not made by
 * the letter is no error.
 */
final class H2cOffer {
    private static final int SETTING_BYTES = 6;

    private H2cOffer() { }

    /**
     * The settings that come with the offer, decoded.
     *
     * @return {@code null} if the request makes none, or has content, which would have to come before the first frame
     */
    static byte[] settings(Http1Head head) {
        ParsedFields fields = head.parsedFields();
        int line = fields.indexOf(FieldName.HTTP2_SETTINGS, 0);
        boolean offers = line >= 0 && head.version() == HttpVersion.HTTP_1_1 && head.offersUpgrade()
                && head.contentLength() <= 0 && head.framing() != Http1Head.Framing.CHUNKED
                && fields.indexOf(FieldName.HTTP2_SETTINGS, line + 1) < 0
                && names(fields, FieldName.UPGRADE, "h2c") && names(fields, FieldName.CONNECTION, "http2-settings");
        return offers ? decoded(fields.value(line)) : null;
    }

    private static boolean names(ParsedFields fields, FieldName name, String element) {
        for (int line = fields.indexOf(name, 0); line >= 0; line = fields.indexOf(name, line + 1)) {
            ListElements elements = new ListElements(fields, line);
            while (elements.next()) {
                if (elements.is(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] decoded(String value) {
        try {
            byte[] settings = Base64.getUrlDecoder().decode(value);
            return settings.length % SETTING_BYTES == 0 ? settings : null;
        } catch (IllegalArgumentException e) {
            return null;                                    // an offer not made by the letter is none
        }
    }
}
