package io.serval.connector.http2.hpack;

import java.util.Arrays;
import java.util.Set;

/**
 * Encodes header blocks (RFC 7541 §6) into an array of its own. Not safe for several threads.
 *
 * <p>What changes with every response is not put into the table, where it would only push out what stays the same;
 * what is
 * secret is marked never to be indexed (§7.1.3).
 */
public final class HpackEncoder {
    /** The table size a peer has that has not said otherwise. */
    public static final int DEFAULT_TABLE_SIZE = 4_096;

    private static final Set<String> CHANGING = Set.of("content-length", "content-range", "date", "etag", "expires",
            "last-modified", "age", "location", ":path", "if-modified-since", "if-none-match", "link");
    private static final Set<String> SECRET = Set.of("set-cookie", "authorization", "proxy-authorization",
            "proxy-authenticate", "www-authenticate");

    private static final int INDEXED = 0x80;
    private static final int WITH_INDEXING = 0x40;
    private static final int TABLE_SIZE = 0x20;
    private static final int NEVER_INDEXED = 0x10;
    private static final int WITHOUT_INDEXING = 0;

    private final int maxTableSize;
    private final DynamicTable table;
    private int smallestSince = -1;
    private byte[] bytes = new byte[512];
    private int size;

    /** @param maxTableSize most bytes of the dynamic table, whatever the peer would allow */
    public HpackEncoder(int maxTableSize) {
        this.maxTableSize = maxTableSize;
        this.table = new DynamicTable(Math.min(maxTableSize, DEFAULT_TABLE_SIZE));
        if (table.capacity() < DEFAULT_TABLE_SIZE) {
            smallestSince = table.capacity();
        }
    }

    /** The peer allows another table size (SETTINGS_HEADER_TABLE_SIZE); the next block tells it what we use. */
    public void peerTableSize(long allowed) {
        int capacity = (int) Math.min(allowed, maxTableSize);
        if (capacity != table.capacity()) {
            smallestSince = smallestSince < 0 ? capacity : Math.min(smallestSince, capacity);
            table.capacity(capacity);
        }
    }

    /** Begins a block, dropping the one before. */
    public void begin() {
        size = 0;
        if (smallestSince >= 0) {
            if (smallestSince < table.capacity()) {
                putInteger(TABLE_SIZE, 5, smallestSince);
            }
            putInteger(TABLE_SIZE, 5, table.capacity());
            smallestSince = -1;
        }
    }

    /**
     * Adds a field.
     *
     * @param name  in lower case
     * @param value of ISO-8859-1 characters; the caller sees to it
     */
    public void field(String name, String value) {
        int index = StaticTable.find(name, value);
        if (index > 0) {
            putInteger(INDEXED, 7, index);
            return;
        }
        int found = table.find(name, value);
        if (found > 0) {
            putInteger(INDEXED, 7, StaticTable.SIZE + found);
            return;
        }
        int nameIndex = StaticTable.find(name);
        if (nameIndex == 0 && found < 0) {
            nameIndex = StaticTable.SIZE - found;
        }
        literal(nameIndex, name, value);
    }

    private void literal(int nameIndex, String name, String value) {
        if (SECRET.contains(name)) {
            putLiteral(NEVER_INDEXED, 4, nameIndex, name, value);
        } else if (CHANGING.contains(name) || DynamicTable.sizeOf(name, value) > table.capacity() / 2) {
            putLiteral(WITHOUT_INDEXING, 4, nameIndex, name, value);
        } else {
            putLiteral(WITH_INDEXING, 6, nameIndex, name, value);
            table.add(name, value);
        }
    }

    /** The block, from 0 to before {@link #size()}; valid until the next {@link #begin()}. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    private void putLiteral(int kind, int prefix, int nameIndex, String name, String value) {
        putInteger(kind, prefix, nameIndex);
        if (nameIndex == 0) {
            putString(name);
        }
        putString(value);
    }

    private void putString(String text) {
        int coded = Huffman.encodedLength(text);
        if (coded < text.length()) {
            putInteger(0x80, 7, coded);
            reserve(coded);
            size = Huffman.encode(text, bytes, size);
        } else {
            putInteger(0, 7, text.length());
            reserve(text.length());
            for (int i = 0; i < text.length(); i++) {
                bytes[size++] = (byte) text.charAt(i);
            }
        }
    }

    private void putInteger(int pattern, int prefix, int value) {
        reserve(6);
        int mask = (1 << prefix) - 1;
        if (value < mask) {
            bytes[size++] = (byte) (pattern | value);
            return;
        }
        bytes[size++] = (byte) (pattern | mask);
        int rest = value - mask;
        for (; rest > 0x7f; rest >>>= 7) {
            bytes[size++] = (byte) (rest | 0x80);
        }
        bytes[size++] = (byte) rest;
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
        }
    }
}
