package io.serval.container.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * What a {@code Connector} element says about requests once they are parsed: limits on what the container parses of
 * them, and where the client believes them to have gone. Sizes in bytes.
 *
 * @param scheme               what {@code getScheme()} gives ({@code scheme}); {@code null} for that of the connection
 * @param secure               what {@code isSecure()} gives at least ({@code secure}, false)
 * @param proxyName            what {@code getServerName()} gives ({@code proxyName}); {@code null} for the request's
 * @param proxyPort            what {@code getServerPort()} gives ({@code proxyPort}); 0 for the request's
 * @param redirectPort         where requests that need TLS are sent ({@code redirectPort}, 443)
 * @param maxPostSize          largest form content; -1 for no limit ({@code maxPostSize}, 2 MiB)
 * @param maxParameterCount    most parameters and parts; -1 for no limit ({@code maxParameterCount}, 1000)
 * @param maxPartCount         most parts of a multipart request; -1 for no limit ({@code maxPartCount}, 50)
 * @param maxPartHeaderSize    most bytes of the fields of one part ({@code maxPartHeaderSize}, 512)
 * @param maxCookieCount       most cookies; -1 for no limit ({@code maxCookieCount}, 200)
 * @param maxSavePostSize      most content kept during a log-in by form; -1 for no limit ({@code maxSavePostSize}, 4
 *                             KiB)
 * @param parseBodyMethods     methods whose form content is parsed ({@code parseBodyMethods}, POST)
 * @param uriEncoding          of percent-encoded bytes in the target ({@code URIEncoding}, UTF-8)
 * @param bodyEncodingForQuery the query is decoded by the charset of the content ({@code useBodyEncodingForURI}, false)
 * @param allowTrace           TRACE is answered ({@code allowTrace}, false: 405)
 * @param enableLookups        {@code getRemoteHost()} asks the name service ({@code enableLookups}, false)
 * @param asyncTimeout         of asynchronous requests, unless they say; zero for none ({@code asyncTimeout}, 30 s)
 * @param encodedSlash         what becomes of {@code %2f} in a path ({@code encodedSolidusHandling}, reject)
 * @param encodedBackslash     what becomes of {@code %5c} in a path ({@code encodedReverseSolidusHandling}, reject)
 * @param allowedTrailers      names, in lower case, of the trailer fields that servlets see; {@code null} for all
 *                             ({@code allowedTrailerHeaders}, all)
 */
public record RequestSettings(String scheme, boolean secure, String proxyName, int proxyPort, int redirectPort,
                              long maxPostSize, int maxParameterCount, int maxPartCount, int maxPartHeaderSize,
                              int maxCookieCount, int maxSavePostSize, Set<String> parseBodyMethods,
                              Charset uriEncoding, boolean bodyEncodingForQuery, boolean allowTrace,
                              boolean enableLookups, Duration asyncTimeout, EncodedSlash encodedSlash,
                              EncodedSlash encodedBackslash, Set<String> allowedTrailers) {
    /** What becomes of an encoded slash or backslash in a path. */
    public enum EncodedSlash { REJECT, DECODE, PASSTHROUGH }

    public static final RequestSettings DEFAULT = new RequestSettings(null, false, null, 0, 443, 2 << 20, 1_000, 50,
            512, 200, 4_096, Set.of("POST"), StandardCharsets.UTF_8, false, false, false, Duration.ofSeconds(30),
            EncodedSlash.REJECT, EncodedSlash.REJECT, null);

    public RequestSettings {
        port("proxyPort", proxyPort);
        port("redirectPort", redirectPort);
        atLeast("maxPartHeaderSize", maxPartHeaderSize, 1);
        if (asyncTimeout.isNegative()) {
            throw new IllegalArgumentException("asyncTimeout must not be negative, was " + asyncTimeout.toMillis());
        }
        parseBodyMethods = Set.copyOf(parseBodyMethods);
        allowedTrailers = allowedTrailers == null ? null : Set.copyOf(allowedTrailers);
        if (parseBodyMethods.contains("TRACE")) {
            throw new IllegalArgumentException("parseBodyMethods must not name TRACE (RFC 9110 §9.3.8)");
        }
    }

    /** With only these trailer fields shown to servlets. @param names in lower case; {@code null} for all */
    public RequestSettings withAllowedTrailers(Set<String> names) {
        return new RequestSettings(scheme, secure, proxyName, proxyPort, redirectPort, maxPostSize, maxParameterCount,
                maxPartCount, maxPartHeaderSize, maxCookieCount, maxSavePostSize, parseBodyMethods, uriEncoding,
                bodyEncodingForQuery, allowTrace, enableLookups, asyncTimeout, encodedSlash, encodedBackslash, names);
    }

    private static void port(String name, int value) {
        if (value < 0 || value > 65_535) {
            throw new IllegalArgumentException(name + " must be between 0 and 65535, was " + value);
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }
}
