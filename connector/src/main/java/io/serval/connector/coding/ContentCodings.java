package io.serval.connector.coding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpVersion;
import io.serval.http.RequestHead;
import io.serval.http.ResponseContent;

/** The codings a connector has, and the choice among them for each response. Safe for any thread. */
public final class ContentCodings {
    private static final String ACCEPT_ENCODING = "accept-encoding";
    private static final String WEAK = "W/";
    /** Digests of the content or its representation would not fit any more (RFC 9530). */
    private static final List<FieldName> DIGESTS = List.of(FieldName.of("Content-Digest"),
            FieldName.of("Repr-Digest"), FieldName.of("Digest"), FieldName.of("Content-MD5"));

    private final CodingRules rules;
    /** The favourite first. */
    private final List<ContentCoding> codings;
    private final Set<ContentEncoder> open = ConcurrentHashMap.newKeySet();

    ContentCodings(CodingRules rules, List<ContentCoding> codings) {
        this.rules = rules;
        List<ContentCoding> sorted = new ArrayList<>(codings);
        sorted.sort(Comparator.comparingInt(ContentCoding::preference).reversed());
        this.codings = List.copyOf(sorted);
    }

    /** Gzip, and what the jars beside the server offer. @param levels by coding, for those not at their own */
    public static ContentCodings installed(CodingRules rules, Map<String, Integer> levels) {
        return new ContentCodings(rules, InstalledCodings.atLevels(levels));
    }

    /** Begins to encode a response; {@link #end} must follow. */
    ContentEncoder begin(ContentCoding coding) {
        ContentEncoder encoder = coding.open();
        open.add(encoder);
        return encoder;
    }

    /** The response is whole, or never will be. */
    void end(ContentEncoder encoder) {
        if (open.remove(encoder)) {
            encoder.close();
        }
    }

    /**
     * The connector has stopped. Exchanges that slept when their connections were closed never end; their encoders may
     * hold memory that no garbage collector sees.
     *
     * @param quiet whether all threads that used encoders have ended
     */
    public void close(boolean quiet) {
        codings.forEach(ContentCoding::close);
        if (quiet) {
            open.forEach(this::end);
        }
    }

    /** Names of the codings, the favourite first. */
    public List<String> names() {
        return codings.stream().map(ContentCoding::name).toList();
    }

    /**
     * Chooses how to encode a response that is about to be committed, and makes its fields say so.
     *
     * @param length of the content, -1 while it is not known
     * @return {@code null} for as it is
     */
    ContentCoding choose(RequestHead request, ResponseContent response, long length) {
        HeaderFields fields = response.fields();
        if (response.status() == 304) {
            matchStored(request, fields);
            return null;
        }
        boolean anySize = length > 0 && refusesPlain(request.fields());
        if (!isEncodable(request, response.status(), fields, anySize ? -1 : length)) {
            return null;
        }
        addVary(fields);
        ContentCoding chosen = rules.allowsUserAgent(request.fields().get(FieldName.USER_AGENT))
                ? favourite(request.fields()) : null;
        if (chosen != null) {
            describe(fields, chosen.name());
        }
        return chosen;
    }

    private boolean isEncodable(RequestHead request, int status, HeaderFields fields, long length) {
        return rules.allowsSize(length)
                && status >= 200 && status != 204 && status != 205 && status != 206
                && request.version() != HttpVersion.HTTP_1_0
                && !request.method().equals("CONNECT")
                && rules.allowsType(fields.get(FieldName.CONTENT_TYPE))
                && rules.allowsEncoding(fields.get(FieldName.CONTENT_ENCODING))
                && !fields.contains(FieldName.CONTENT_RANGE)
                && !forbidsTransformation(fields)
                && !hasDigest(fields);
    }

    private static boolean forbidsTransformation(HeaderFields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.fieldName(i) == FieldName.CACHE_CONTROL && contains(fields.value(i), "no-transform")) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDigest(HeaderFields fields) {
        for (int i = 0; i < DIGESTS.size(); i++) {
            if (fields.contains(DIGESTS.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** The coding the client likes best, ours where it likes several; {@code null} if it likes them no better as is. */
    private ContentCoding favourite(Fields request) {
        if (!request.contains(FieldName.ACCEPT_ENCODING)) {
            return null;
        }
        String accepted = String.join(",", request.all(ACCEPT_ENCODING));
        ContentCoding best = null;
        int highest = Math.max(0, Preferences.quality(withoutAny(accepted), "identity") - 1);
        for (int i = 0; i < codings.size(); i++) {
            int quality = Preferences.quality(accepted, codings.get(i).name());
            if (quality > highest) {
                best = codings.get(i);
                highest = quality;
            }
        }
        return best;
    }

    /** Whether content must not come as it is (RFC 9110 §12.5.3): then no size is too small to be encoded. */
    private static boolean refusesPlain(Fields request) {
        return request.contains(FieldName.ACCEPT_ENCODING)
                && Preferences.quality(String.join(",", request.all(ACCEPT_ENCODING)), "identity") == 0;
    }

    /** Only a client that names identity itself prefers it to a coding. */
    private static String withoutAny(String accepted) {
        return accepted.replace('*', ' ');
    }

    /** What the content is from now on: another representation, whose length and parts nobody knows. */
    private static void describe(HeaderFields fields, String coding) {
        String before = fields.get(FieldName.CONTENT_ENCODING);
        fields.set(FieldName.CONTENT_ENCODING, before == null ? coding : before + ", " + coding);
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.remove(FieldName.ACCEPT_RANGES);
        String tag = fields.get(FieldName.ETAG);
        if (tag != null && !tag.startsWith(WEAK)) {
            fields.set(FieldName.ETAG, WEAK + tag);
        }
    }

    /**
     * The client may hold what was encoded, and has its tag: the answer has to name the same (RFC 9111 §4.3.4), and to
     * have the Vary of the 200 (RFC 9110 §15.4.5). Its type is not told any more; but a client that likes our codings
     * and yet holds a strong tag got something that is never encoded, so that Vary would only spoil caches.
     */
    private void matchStored(RequestHead request, HeaderFields fields) {
        String tag = fields.get(FieldName.ETAG);
        String stored = request.fields().get(FieldName.IF_NONE_MATCH);
        boolean strong = tag != null && !tag.startsWith(WEAK);
        if (strong && stored != null && stored.contains(WEAK + tag)) {
            fields.set(FieldName.ETAG, WEAK + tag);
        } else if (strong && stored != null && favourite(request.fields()) != null) {
            return;
        }
        addVary(fields);
    }

    private static void addVary(HeaderFields fields) {
        for (int i = 0; i < fields.size(); i++) {
            String value = fields.fieldName(i) == FieldName.VARY ? fields.value(i) : "";
            if (contains(value, ACCEPT_ENCODING) || value.strip().equals("*")) {
                return;
            }
        }
        fields.add(FieldName.VARY, ACCEPT_ENCODING);
    }

    /** Whether a list has an element, in any case. */
    private static boolean contains(String list, String element) {
        for (String each : list.split(",")) {
            if (each.strip().equalsIgnoreCase(element)) {
                return true;
            }
        }
        return false;
    }
}
