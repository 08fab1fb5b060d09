package io.serval.connector.http2.hpack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HpackTest {
    private record Field(String name, String value) { }

    private static List<Field> decode(HpackDecoder decoder, byte[] block) throws HpackException {
        List<Field> fields = new ArrayList<>();
        decoder.decode(block, 0, block.length, (name, value) -> fields.add(new Field(name, value)));
        return fields;
    }

    private static byte[] encode(HpackEncoder encoder, List<Field> fields) {
        encoder.begin();
        fields.forEach(field -> encoder.field(field.name(), field.value()));
        return Arrays.copyOf(encoder.array(), encoder.size());
    }

    @Test
    void everySymbolOfTheHuffmanCodeRoundTrips() throws Exception {
        for (int symbol = 0; symbol < 256; symbol++) {
            String text = String.valueOf((char) symbol).repeat(1 + symbol % 7);
            byte[] coded = new byte[Huffman.encodedLength(text)];
            assertEquals(coded.length, Huffman.encode(text, coded, 0));
            byte[] target = new byte[coded.length * 2];
            int length = Huffman.decode(coded, 0, coded.length, target);
            byte[] expected = new byte[text.length()];
            Arrays.fill(expected, (byte) symbol);
            assertArrayEquals(expected, Arrays.copyOf(target, length), "symbol " + symbol);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "80, there is no entry 0",
        "be, there is no entry 62",
        "bf, there is no entry 63",
        "ff, the block ends within an integer",
        "ffffffffffff, an integer is larger than any size here",
        "ff8080808080808001, an integer is larger than any size here",
        "40, the block ends where a string should begin",
        "400a61, a string of 10 bytes is longer than its block",
        "4081ff, a Huffman-coded string ends with wrong padding",
        "4081fe, a Huffman-coded string ends with wrong padding",
        "4084ffffffff, the end-of-string symbol stands in a Huffman-coded string",
        "8220, a change of the table size stands after a field",
        "3fe21f, table size 4097 is larger than the allowed 4096",
    })
    void refusesWhatBreaksTheRules(String hex, String reason) {
        HpackException e = assertThrows(HpackException.class,
                () -> decode(new HpackDecoder(4096, 8192), HexFormat.of().parseHex(hex)));
        assertEquals(reason, e.getMessage());
    }

    @Test
    void demandsThatASmallerTableIsConfirmed() throws Exception {
        HpackDecoder decoder = new HpackDecoder(4096, 8192);
        decoder.maxTableSize(100);
        assertThrows(HpackException.class, () -> decode(decoder, new byte[] {(byte) 0x82}));
        decoder.maxTableSize(100);
        assertEquals(1, decode(decoder, HexFormat.of().parseHex("3f4582")).size());
    }

    @Test
    void keepsTheTableInStepAfterTooLargeAList() throws Exception {
        HpackEncoder encoder = new HpackEncoder(4096);
        HpackDecoder decoder = new HpackDecoder(4096, 100);
        List<Field> large = List.of(new Field("a", "1"), new Field("b", "x".repeat(200)), new Field("c", "3"));
        assertEquals(large.subList(0, 1), decode(decoder, encode(encoder, large)));
        assertTrue(decoder.overflowed());
        List<Field> small = List.of(new Field("c", "3"));
        byte[] block = encode(encoder, small);
        assertEquals(1, block.length, "the entry is in the table");
        assertEquals(small, decode(decoder, block));
        assertFalse(decoder.overflowed());
    }

    @Test
    void aBombOfReferencesStopsAtTheLimit() throws Exception {
        HpackEncoder encoder = new HpackEncoder(4096);
        HpackDecoder decoder = new HpackDecoder(4096, 16_384);
        decode(decoder, encode(encoder, List.of(new Field("x", "y".repeat(1_900)))));
        byte[] bomb = new byte[16_384];
        Arrays.fill(bomb, (byte) 0xbe);
        int seen = decode(decoder, bomb).size();
        assertTrue(seen <= 9, "fields that reached the sink: " + seen);
        assertTrue(decoder.overflowed());
    }

    @Test
    void neverIndexesSecretsNorIndexesWhatChanges() {
        HpackEncoder encoder = new HpackEncoder(4096);
        byte[] secret = encode(encoder, List.of(new Field("set-cookie", "id=1")));
        assertEquals(0x10, secret[0] & 0xf0);
        byte[] changing = encode(encoder, List.of(new Field("content-length", "17")));
        assertEquals(0x00, changing[0] & 0xf0);
    }

    @Test
    void tellsThePeerTheSizesItsTableHad() throws Exception {
        HpackEncoder encoder = new HpackEncoder(4096);
        HpackDecoder decoder = new HpackDecoder(4096, 8192);
        decode(decoder, encode(encoder, List.of(new Field("a", "b"))));
        encoder.peerTableSize(0);
        encoder.peerTableSize(1_000);
        byte[] block = encode(encoder, List.of(new Field("a", "b")));
        assertEquals(0x20, block[0]);
        assertEquals(List.of(new Field("a", "b")), decode(decoder, block));
    }

    @Test
    void whatIsEncodedIsDecoded() throws Exception {
        Random random = new Random(7541);
        for (int round = 0; round < 200; round++) {
            HpackEncoder encoder = new HpackEncoder(4096);
            HpackDecoder decoder = new HpackDecoder(4096, 1 << 20);
            for (int block = 0; block < 20; block++) {
                if (random.nextInt(8) == 0) {
                    int size = random.nextInt(4097);
                    encoder.peerTableSize(size);
                }
                List<Field> fields = fields(random);
                assertEquals(fields, decode(decoder, encode(encoder, fields)), "round " + round + ", block " + block);
            }
        }
    }

    private static List<Field> fields(Random random) {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            String name = random.nextInt(3) == 0 ? "x-" + random.nextInt(30)
                    : StaticTable.name(1 + random.nextInt(StaticTable.SIZE));
            StringBuilder value = new StringBuilder();
            for (int k = random.nextInt(random.nextInt(20) == 0 ? 600 : 20); k > 0; k--) {
                value.append((char) (random.nextInt(5) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26)));
            }
            fields.add(new Field(name, value.toString()));
        }
        return fields;
    }

    @Test
    void mutatedBlocksAreDecodedOrRefused() {
        Random random = new Random(1);
        long until = System.nanoTime() + Long.getLong("fuzz.seconds", 4) * 1_000_000_000L;
        int refused = 0;
        while (System.nanoTime() < until) {
            HpackDecoder decoder = new HpackDecoder(4096, 8192);
            byte[] block = encode(new HpackEncoder(4096), fields(random));
            for (int k = random.nextInt(6); k >= 0 && block.length > 0; k--) {
                block[random.nextInt(block.length)] = (byte) random.nextInt(256);
            }
            try {
                decode(decoder, block);
            } catch (HpackException e) {
                refused++;
            }
        }
        assertTrue(refused > 0);
    }
}
