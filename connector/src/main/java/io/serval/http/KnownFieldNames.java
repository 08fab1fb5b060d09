package io.serval.http;

/** The constants of {@link FieldName}, found by hash; an open-addressed table, written only while that class loads. */
final class KnownFieldNames {
    private static final FieldName[] TABLE = new FieldName[256];
    private static final int MASK = TABLE.length - 1;

    private KnownFieldNames() { }

    static FieldName add(FieldName name) {
        int slot = name.hashCode() & MASK;
        while (TABLE[slot] != null) {
            slot = slot + 1 & MASK;
        }
        TABLE[slot] = name;
        return name;
    }

    static FieldName find(String text) {
        int hash = FieldName.hash(text);
        for (int slot = hash & MASK; TABLE[slot] != null; slot = slot + 1 & MASK) {
            FieldName candidate = TABLE[slot];
            if (candidate.hashCode() == hash && candidate.matches(text)) {
                return candidate;
            }
        }
        return null;
    }

    static FieldName find(byte[] bytes, int start, int end, int hash) {
        for (int slot = hash & MASK; TABLE[slot] != null; slot = slot + 1 & MASK) {
            FieldName candidate = TABLE[slot];
            if (candidate.hashCode() == hash && candidate.matches(bytes, start, end)) {
                return candidate;
            }
        }
        return null;
    }
}
