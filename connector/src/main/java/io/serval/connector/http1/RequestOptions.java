package io.serval.connector.http1;

import io.serval.http.FieldName;
import io.serval.http.HttpVersion;

/** What Connection, Upgrade and Expect say, as bits (RFC 9110 §7.6.1, §7.8, §10.1.1; RFC 9112 §9.3). */
final class RequestOptions {
    static final int KEEP_ALIVE = 1;
    static final int UPGRADE = 2;
    static final int EXPECTS_CONTINUE = 4;
    static final int EXPECTS_UNKNOWN = 8;

    private static final int CLOSE = 16;

    private RequestOptions() { }

    static int of(ParsedFields fields, HttpVersion version) {
        int said = connection(fields);
        if (version == HttpVersion.HTTP_1_0) {
            return (said & CLOSE) == 0 ? said & KEEP_ALIVE : 0;
        }
        int persistence = (said & CLOSE) == 0 ? KEEP_ALIVE : 0;
        boolean namesProtocol = fields.indexOf(FieldName.UPGRADE, 0) >= 0;
        return persistence | (namesProtocol ? said & UPGRADE : 0) | expectations(fields);
    }

    private static int connection(ParsedFields fields) {
        int said = 0;
        int line = fields.indexOf(FieldName.CONNECTION, 0);
        while (line >= 0) {
            ListElements elements = new ListElements(fields, line);
            while (elements.next()) {
                said |= elements.is("close") ? CLOSE : 0;
                said |= elements.is("keep-alive") ? KEEP_ALIVE : 0;
                said |= elements.is("upgrade") ? UPGRADE : 0;
            }
            line = fields.indexOf(FieldName.CONNECTION, line + 1);
        }
        return said;
    }

    private static int expectations(ParsedFields fields) {
        int expected = 0;
        int line = fields.indexOf(FieldName.EXPECT, 0);
        while (line >= 0) {
            ListElements elements = new ListElements(fields, line);
            while (elements.next()) {
                expected |= elements.is("100-continue") ? EXPECTS_CONTINUE : elements.isEmpty() ? 0 : EXPECTS_UNKNOWN;
            }
            line = fields.indexOf(FieldName.EXPECT, line + 1);
        }
        return expected;
    }
}
