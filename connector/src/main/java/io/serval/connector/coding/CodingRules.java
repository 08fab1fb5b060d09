package io.serval.connector.coding;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which responses may be encoded, as the connector's configuration says.
 *
 * @param force         encodes whatever the type and size, and for whatever user agent
 * @param minSize       smaller content stays as it is; in bytes
 * @param types         media types, or beginnings of them, in any case
 * @param noUserAgents  user agents that get nothing encoded, or {@code null}
 * @param encodings     Content-Encoding values of content that is not encoded once more
 */
public record CodingRules(boolean force, int minSize, List<String> types, Pattern noUserAgents,
                          List<String> encodings) {
    /** @param length of the content, -1 while it is not known */
    boolean allowsSize(long length) {
        return length < 0 || length > 0 && (force || length >= minSize);
    }

    boolean allowsType(String contentType) {
        if (force) {
            return true;
        }
        if (contentType == null) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i);
            if (contentType.regionMatches(true, 0, type, 0, type.length())) {
                return true;
            }
        }
        return false;
    }

    boolean allowsUserAgent(String userAgent) {
        return force || noUserAgents == null || userAgent == null || !noUserAgents.matcher(userAgent).matches();
    }

    /** Whether content that has these encodings already can be encoded once more. */
    boolean allowsEncoding(String encoding) {
        if (encoding == null) {
            return true;
        }
        for (String each : encoding.split(",")) {
            if (encodings.stream().anyMatch(each.strip()::equalsIgnoreCase)) {
                return false;
            }
        }
        return true;
    }
}
