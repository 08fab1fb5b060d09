package io.serval.container.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

import io.serval.container.spi.DigestProof;

/**
 * What a client answers to a digest challenge with {@code qop=auth} (RFC 7616 §3.4). Immutable.
 *
 * @param hash     algorithm of the answer
 * @param userName already decoded
 * @param realmName as sent
 * @param method   of the request
 * @param uri      as sent
 * @param nonce    as sent
 * @param nc       nonce count as sent, eight hexadecimal digits
 * @param cnonce   as sent
 * @param response as sent, in hexadecimal
 */
record DigestAnswer(DigestAlgorithm hash, String userName, String realmName, String method, String uri, String nonce,
                    String nc, String cnonce, String response) implements DigestProof {
    private static final int COUNT_DIGITS = 8;

    /**
     * @param fields by lower-case name
     * @return {@code null} if something is missing or not of what we offer
     */
    static DigestAnswer of(Map<String, String> fields, String method) {
        String named = fields.get("algorithm");
        DigestAlgorithm hash = named == null ? DigestAlgorithm.MD5 : DigestAlgorithm.of(named);
        DigestAnswer answer = new DigestAnswer(hash, userName(fields), fields.get("realm"), method, fields.get("uri"),
                fields.get("nonce"), fields.get("nc"), fields.get("cnonce"), fields.get("response"));
        boolean offered = "auth".equals(fields.get("qop")) && !"true".equalsIgnoreCase(fields.get("userhash"));
        return offered && answer.isWhole() ? answer : null;
    }

    /** The name, or its form for characters beyond ASCII; not both. */
    private static String userName(Map<String, String> fields) {
        String plain = fields.get("username");
        String extended = fields.get("username*");
        if (plain == null && extended != null) {
            return ExtendedValue.decode(extended);
        }
        return extended == null ? plain : null;
    }

    private boolean isWhole() {
        return hash != null && userName != null && realmName != null && uri != null && nonce != null
                && cnonce != null && response != null && nc != null && count() > 0;
    }

    /** The nonce count; -1 if it is none. */
    long count() {
        try {
            return nc.length() == COUNT_DIGITS ? HexFormat.fromHexDigitsToLong(nc) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override public String algorithm() {
        return hash.javaName();
    }

    @Override public boolean matchesPassword(String password) {
        return matchesDigest(hex(userName + ':' + realmName + ':' + password));
    }

    @Override public boolean matchesDigest(String ha1) {
        String a2 = hex(method + ':' + uri);
        String expected = hex(String.join(":", ha1.toLowerCase(Locale.ROOT), nonce, nc, cnonce, "auth", a2));
        return MessageDigest.isEqual(bytes(expected), bytes(response.toLowerCase(Locale.ROOT)));
    }

    private String hex(String text) {
        return HexFormat.of().formatHex(hash.newDigest().digest(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
