package io.serval.connector.http2.hpack;

import java.util.HashMap;
import java.util.Map;

/** The static table (RFC 7541 appendix A): the fields that both sides know from the start. Indices begin at 1. */
final class StaticTable {
    private static final String[][] ENTRIES = {
        {":authority", ""}, {":method", "GET"}, {":method", "POST"}, {":path", "/"}, {":path", "/index.html"},
        {":scheme", "http"}, {":scheme", "https"}, {":status", "200"}, {":status", "204"}, {":status", "206"},
        {":status", "304"}, {":status", "400"}, {":status", "404"}, {":status", "500"}, {"accept-charset", ""},
        {"accept-encoding", "gzip, deflate"}, {"accept-language", ""}, {"accept-ranges", ""}, {"accept", ""},
        {"access-control-allow-origin", ""}, {"age", ""}, {"allow", ""}, {"authorization", ""},
        {"cache-control", ""}, {"content-disposition", ""}, {"content-encoding", ""}, {"content-language", ""},
        {"content-length", ""}, {"content-location", ""}, {"content-range", ""}, {"content-type", ""},
        {"cookie", ""}, {"date", ""}, {"etag", ""}, {"expect", ""}, {"expires", ""}, {"from", ""}, {"host", ""},
        {"if-match", ""}, {"if-modified-since", ""}, {"if-none-match", ""}, {"if-range", ""},
        {"if-unmodified-since", ""}, {"last-modified", ""}, {"link", ""}, {"location", ""}, {"max-forwards", ""},
        {"proxy-authenticate", ""}, {"proxy-authorization", ""}, {"range", ""}, {"referer", ""}, {"refresh", ""},
        {"retry-after", ""}, {"server", ""}, {"set-cookie", ""}, {"strict-transport-security", ""},
        {"transfer-encoding", ""}, {"user-agent", ""}, {"vary", ""}, {"via", ""}, {"www-authenticate", ""},
    };

    /** Number of entries; the dynamic table begins after them. */
    static final int SIZE = ENTRIES.length;

    /** The indices of a name: the first, and those of the values it stands with. */
    private record Place(int first, Map<String, Integer> byValue) { }

    private static final Map<String, Place> PLACES = places();

    private StaticTable() { }

    private static Map<String, Place> places() {
        Map<String, Place> places = new HashMap<>();
        for (int i = 0; i < ENTRIES.length; i++) {
            int index = i + 1;
            places.computeIfAbsent(ENTRIES[i][0], name -> new Place(index, new HashMap<>()))
                    .byValue().put(ENTRIES[i][1], index);
        }
        return places;
    }

    static String name(int index) {
        return ENTRIES[index - 1][0];
    }

    static String value(int index) {
        return ENTRIES[index - 1][1];
    }

    /** The index of name and value together, or 0. */
    static int find(String name, String value) {
        Place place = PLACES.get(name);
        Integer index = place == null ? null : place.byValue().get(value);
        return index == null ? 0 : index;
    }

    /** The index of any entry of that name, or 0. */
    static int find(String name) {
        Place place = PLACES.get(name);
        return place == null ? 0 : place.first();
    }
}
