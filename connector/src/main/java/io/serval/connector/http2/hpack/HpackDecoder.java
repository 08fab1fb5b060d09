package io.serval.connector.http2.hpack;

import java.nio.charset.StandardCharsets;

/**
 * Decodes header blocks (RFC 7541 §3). Not safe for several threads.
 *
 * <p>A block is decoded to its end whatever its fields amount to, because the table must follow the peer's; but once
 * they
 * are larger than the limit nothing more reaches the sink, and {@link #overflowed} tells. A string cannot be longer
 * than
 * what is left of its block, so memory is bounded by the size of the block that the caller lets come together, and by
 * the
 * table.
 */
public final class HpackDecoder {
    /** The table size of a peer that was not told, or has not acknowledged, another. */
    public static final int INITIAL_TABLE_SIZE = 4_096;

    private static final int INTEGER_LIMIT = 1 << 28;

    private final DynamicTable table;
    private final int maxListSize;
    private int maxTableSize;
    private boolean mustShrink;

    private byte[] block;
    private int at;
    private int end;
    private byte[] letters = new byte[256];
    private int listSize;

    /**
     * @param maxTableSize bytes of the dynamic table, as told the peer in SETTINGS_HEADER_TABLE_SIZE
     * @param maxListSize  bytes of all fields of a block, each with 32 more than its letters (RFC 9113 §6.5.2)
     */
    public HpackDecoder(int maxTableSize, int maxListSize) {
        this.maxTableSize = maxTableSize;
        this.maxListSize = maxListSize;
        this.table = new DynamicTable(maxTableSize);
    }

    /** The peer has acknowledged another table size; a smaller one it must confirm at the start of its next block. */
    public void maxTableSize(int bytes) {
        maxTableSize = bytes;
        mustShrink = table.capacity() > bytes;
    }

    /** Whether the fields of the last block were larger than allowed, and the sink did not see all of them. */
    public boolean overflowed() {
        return listSize > maxListSize;
    }

    /** Decodes one whole block. @throws HpackException when the connection can no longer be understood */
    public void decode(byte[] bytes, int start, int end, FieldSink sink) throws HpackException {
        this.block = bytes;
        this.at = start;
        this.end = end;
        this.listSize = 0;
        readTableSizes();
        while (at < this.end) {
            readField(sink);
        }
        this.block = null;
    }

    /** Changes of the table size, which stand at the beginning of a block only (§4.2). */
    private void readTableSizes() throws HpackException {
        while (at < end && (block[at] & 0xe0) == 0x20) {
            int size = readInteger(5);
            if (size > maxTableSize) {
                throw new HpackException("table size " + size + " is larger than the allowed " + maxTableSize);
            }
            table.capacity(size);
            mustShrink = false;
        }
        if (mustShrink) {
            throw new HpackException("the smaller table size was not confirmed");
        }
    }

    private void readField(FieldSink sink) throws HpackException {
        int first = block[at];
        if ((first & 0x80) != 0) {
            int index = readInteger(7);
            emit(sink, name(index), value(index));
        } else if ((first & 0x40) != 0) {
            String name = readName(6);
            String value = readString();
            table.add(name, value);
            emit(sink, name, value);
        } else if ((first & 0x20) != 0) {
            throw new HpackException("a change of the table size stands after a field");
        } else {
            String name = readName(4);
            emit(sink, name, readString());
        }
    }

    private void emit(FieldSink sink, String name, String value) {
        listSize = (int) Math.min(Integer.MAX_VALUE, (long) listSize + DynamicTable.sizeOf(name, value));
        if (listSize <= maxListSize) {
            sink.field(name, value);
        }
    }

    private String readName(int prefix) throws HpackException {
        int index = readInteger(prefix);
        return index == 0 ? readString() : name(index);
    }

    private String name(int index) throws HpackException {
        return index > 0 && index <= StaticTable.SIZE ? StaticTable.name(index) : table.name(dynamic(index));
    }

    private String value(int index) throws HpackException {
        return index > 0 && index <= StaticTable.SIZE ? StaticTable.value(index) : table.value(dynamic(index));
    }

    private int dynamic(int index) throws HpackException {
        int place = index - StaticTable.SIZE;
        if (place < 1 || place > table.count()) {
            throw new HpackException("there is no entry " + index);
        }
        return place;
    }

    private String readString() throws HpackException {
        if (at == end) {
            throw new HpackException("the block ends where a string should begin");
        }
        boolean huffman = (block[at] & 0x80) != 0;
        int length = readInteger(7);
        if (length > end - at) {
            throw new HpackException("a string of " + length + " bytes is longer than its block");
        }
        int start = at;
        at += length;
        if (!huffman) {
            return new String(block, start, length, StandardCharsets.ISO_8859_1);
        }
        if (letters.length < length * 8L / 5) {
            letters = new byte[Math.max(letters.length * 2, (int) (length * 8L / 5))];
        }
        int decoded = Huffman.decode(block, start, at, letters);
        return new String(letters, 0, decoded, StandardCharsets.ISO_8859_1);
    }

    /** An integer with a prefix of that many bits (§5.1). */
    private int readInteger(int prefix) throws HpackException {
        int mask = (1 << prefix) - 1;
        int value = block[at++] & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; at < end; shift += 7) {
            int next = block[at++];
            if (shift > 21 || value > INTEGER_LIMIT) {
                throw new HpackException("an integer is larger than any size here");
            }
            value += (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new HpackException("the block ends within an integer");
    }
}
