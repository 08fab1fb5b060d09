package io.serval.connector.http2.hpack;

/**
 * The Huffman code of RFC 7541 appendix B.
 *
 * <p>The code is canonical: among codes of one length the symbols stand in their order, and each length begins where
 * the
 * shorter one ended. So the lengths are all there is to know, and the tables below are computed from them.
 *
 * <p>Decoding takes four bits a step through a table of states: a state is an inner node of the code's tree, and for
 * every
 * node and every four bits the table holds the node where they lead, the symbol that was passed on the way (at most
 * one,
 * since no code is shorter than five bits), and whether input may end there.
 */
final class Huffman {
    private static final int END_OF_STRING = 256;

    /** Length in bits of the code of every symbol. */
    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15,
        6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22,
        20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23,
        23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22,
        22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26,
        27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27,
        26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
    };

    private static final int[] CODES = codes();

    /** How a step is packed: the next node, the symbol if {@link #HAS_SYMBOL}, {@link #MAY_END}, or {@link #FAIL}. */
    private static final int[] STEPS;
    private static final int HAS_SYMBOL = 1 << 8;
    private static final int MAY_END = 1 << 9;
    private static final int FAIL = 1 << 10;
    private static final int NODE_SHIFT = 11;

    static {
        STEPS = steps();
    }

    private Huffman() { }

    private static int[] codes() {
        int[] codes = new int[LENGTHS.length];
        int next = 0;
        for (int length = 1; length <= 30; length++) {
            next <<= 1;
            for (int symbol = 0; symbol < LENGTHS.length; symbol++) {
                if (LENGTHS[symbol] == length) {
                    codes[symbol] = next++;
                }
            }
        }
        return codes;
    }

    /** The number of bytes a text takes when it is encoded. */
    static int encodedLength(String text) {
        long bits = 0;
        for (int i = 0; i < text.length(); i++) {
            bits += LENGTHS[text.charAt(i) & 0xff];
        }
        return (int) (bits + 7 >>> 3);
    }

    /** Writes a text of ISO-8859-1 characters; the room of {@link #encodedLength} must be there. @return the end */
    static int encode(String text, byte[] target, int start) {
        int at = start;
        long pending = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int symbol = text.charAt(i) & 0xff;
            pending = pending << LENGTHS[symbol] | CODES[symbol];
            bits += LENGTHS[symbol];
            while (bits >= 8) {
                bits -= 8;
                target[at++] = (byte) (pending >>> bits);
            }
        }
        if (bits > 0) {
            target[at++] = (byte) (pending << 8 - bits | 0xff >>> bits);
        }
        return at;
    }

    /**
     * Decodes bytes.
     *
     * @param target has room for 8/5 of the bytes
     * @return how many bytes were written
     * @throws HpackException for the end-of-string symbol and for padding that is not its beginning (§5.2)
     */
    static int decode(byte[] source, int start, int end, byte[] target) throws HpackException {
        int state = MAY_END;
        int written = 0;
        for (int i = start; i < end; i++) {
            state = STEPS[state >>> NODE_SHIFT << 4 | source[i] >>> 4 & 0xf];
            if ((state & HAS_SYMBOL) != 0) {
                target[written++] = (byte) state;
            }
            if ((state & FAIL) == 0) {
                state = STEPS[state >>> NODE_SHIFT << 4 | source[i] & 0xf];
                if ((state & HAS_SYMBOL) != 0) {
                    target[written++] = (byte) state;
                }
            }
            if ((state & FAIL) != 0) {
                throw new HpackException("the end-of-string symbol stands in a Huffman-coded string");
            }
        }
        if ((state & MAY_END) == 0) {
            throw new HpackException("a Huffman-coded string ends with wrong padding");
        }
        return written;
    }

    /** The tree of the code: children of node n stand at 2n and 2n+1; a leaf is the complement of its symbol. */
    private static int[] tree() {
        int[] children = new int[2 * LENGTHS.length];
        int nodes = 1;
        for (int symbol = 0; symbol < LENGTHS.length; symbol++) {
            int node = 0;
            for (int bit = LENGTHS[symbol] - 1; bit > 0; bit--) {
                int slot = 2 * node + (CODES[symbol] >>> bit & 1);
                if (children[slot] == 0) {
                    children[slot] = nodes++;
                }
                node = children[slot];
            }
            children[2 * node + (CODES[symbol] & 1)] = ~symbol;
        }
        return children;
    }

    private static int[] steps() {
        int[] tree = tree();
        int nodes = tree.length / 2;
        int[] steps = new int[nodes * 16];
        boolean[] mayEnd = paddingNodes(tree, nodes);
        for (int node = 0; node < nodes; node++) {
            for (int nibble = 0; nibble < 16; nibble++) {
                steps[node << 4 | nibble] = step(tree, mayEnd, node, nibble);
            }
        }
        return steps;
    }

    private static int step(int[] tree, boolean[] mayEnd, int from, int nibble) {
        int node = from;
        int symbol = 0;
        for (int bit = 3; bit >= 0; bit--) {
            int next = tree[2 * node + (nibble >>> bit & 1)];
            if (next == ~END_OF_STRING) {
                return FAIL;
            }
            if (next < 0) {
                symbol = HAS_SYMBOL | ~next;
                next = 0;
            }
            node = next;
        }
        return node << NODE_SHIFT | symbol | (mayEnd[node] ? MAY_END : 0);
    }

    /** The nodes reached by less than eight ones: there input may end, since padding is the begin of end-of-string. */
    private static boolean[] paddingNodes(int[] tree, int nodes) {
        boolean[] mayEnd = new boolean[nodes];
        int node = 0;
        for (int ones = 0; ones < 8; ones++) {
            mayEnd[node] = true;
            node = tree[2 * node + 1];
        }
        return mayEnd;
    }
}
