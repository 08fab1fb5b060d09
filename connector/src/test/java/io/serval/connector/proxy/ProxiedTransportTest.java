package io.serval.connector.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.net.FakeTransport;
import io.serval.connector.net.Transport;
import io.serval.http.Networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProxiedTransportTest {
    private static final Networks LOOPBACK = new Networks(List.of("127.0.0.0/8"));
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private final FakeTransport socket = new FakeTransport();
    private final List<String> refused = new ArrayList<>();

    ProxiedTransportTest() throws IOException { }

    private Transport transport(boolean required) throws IOException {
        return ProxiedTransport.of(socket, LOOPBACK, required, (peer, why) -> refused.add(peer + " " + why));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] binary(String hex) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HexFormat.of().parseHex(SIGNATURE + hex));
        all.writeBytes(bytes(GET));
        return all.toByteArray();
    }

    /** What comes through, in reads as the arrivals make them. */
    private static String read(Transport transport) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(10_000);
        int idle = 0;
        while (idle < 3) {
            idle = transport.read(all) > 0 ? 0 : idle + 1;
        }
        return new String(all.array(), 0, all.position(), StandardCharsets.ISO_8859_1);
    }

    private static SocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    @Test void givesTheClientsAddressesAfterAHeaderOfVersion1() throws IOException {
        Transport transport = transport(true);
        socket.arrive(bytes("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n" + GET));
        assertEquals(GET, read(transport));
        assertEquals(address("192.0.2.1", 56_324), transport.remoteAddress());
        assertEquals(address("198.51.100.2", 443), transport.localAddress());
    }

    @Test void everySplitOfAHeaderGivesTheSame() throws IOException {
        byte[] whole = bytes("PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n" + GET);
        for (int i = 1; i < whole.length; i++) {
            FakeTransport parts = new FakeTransport();
            parts.arrive(Arrays.copyOf(whole, i));
            parts.arrive(Arrays.copyOfRange(whole, i, whole.length));
            Transport transport = ProxiedTransport.of(parts, LOOPBACK, true, (peer, why) -> { });
            assertEquals(GET, read(transport), "split at " + i);
            assertEquals(address("2001:db8::1", 1), transport.remoteAddress(), "split at " + i);
            parts.close();
        }
    }

    @Test void givesTheClientsAddressesAfterAHeaderOfVersion2() throws IOException {
        Transport transport = transport(true);
        socket.arrive(binary("2111000f" + "c0000201" + "c6336402" + "dc04" + "01bb" + "030000"));
        assertEquals(GET, read(transport));
        assertEquals(address("192.0.2.1", 56_324), transport.remoteAddress());
        assertEquals(address("198.51.100.2", 443), transport.localAddress());
    }

    @Test void readsIPv6OfVersion2() throws IOException {
        Transport transport = transport(true);
        socket.arrive(binary("21210024" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002"
                + "0001" + "0002"));
        assertEquals(GET, read(transport));
        assertEquals(address("2001:db8::1", 1), transport.remoteAddress());
    }

    @ParameterizedTest @ValueSource(strings = {"20000000", "2000000c000000000000000000000000", "21000000",
        "2131000100"})
    void keepsTheAddressesWhereTheHeaderHasNoneThatCount(String hex) throws IOException {
        Transport transport = transport(true);
        socket.arrive(binary(hex));
        assertEquals(GET, read(transport));
        assertEquals(socket.remoteAddress(), transport.remoteAddress());
    }

    @Test void unknownOfVersion1KeepsTheAddresses() throws IOException {
        Transport transport = transport(true);
        socket.arrive(bytes("PROXY UNKNOWN ffff::1 whatever\r\n" + GET));
        assertEquals(GET, read(transport));
        assertEquals(socket.remoteAddress(), transport.remoteAddress());
    }

    @Test void anOptionalHeaderMayBeMissing() throws IOException {
        Transport transport = transport(false);
        socket.arrive(bytes("P"));
        socket.arrive(bytes("RI * and more"));
        assertEquals("PRI * and more", read(transport));
        assertEquals(socket.remoteAddress(), transport.remoteAddress());
    }

    @Test void aRequiredHeaderMayNotBeMissing() throws IOException {
        Transport transport = transport(true);
        socket.arrive(bytes(GET));
        assertThrows(ProtocolException.class, () -> read(transport));
        assertTrue(refused.get(0).contains("proxyProtocol"), refused.get(0));
    }

    @ParameterizedTest @ValueSource(strings = {"PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n",
            "PROXY TCP4 a.example b.example 1 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 65536\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n", "PROXY \r\n",
        "PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n", "PROXY TCP4 999.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n"})
    void refusesLinesThatAreNotWellFormed(String line) throws IOException {
        Transport transport = transport(false);
        socket.arrive(bytes(line + GET));
        assertThrows(ProtocolException.class, () -> read(transport), line);
        assertEquals(1, refused.size());
    }

    @Test void refusesALineWithoutEnd() throws IOException {
        Transport transport = transport(true);
        socket.arrive(bytes("PROXY TCP4 " + "1".repeat(200)));
        assertThrows(ProtocolException.class, () -> read(transport));
    }

    @ParameterizedTest @ValueSource(strings = {"1111000c000000000000000000000000", "2211000c000000000000000000000000",
        "21110004c0000201", "2111ffff"})
    void refusesBinaryHeadersThatAreNotWellFormed(String hex) throws IOException {
        Transport transport = transport(true);
        socket.arrive(binary(hex));
        assertThrows(ProtocolException.class, () -> read(transport), hex);
    }

    @Test void believesNobodyFromElsewhere() throws IOException {
        Networks elsewhere = new Networks(List.of("10.0.0.0/8"));
        assertSame(socket, ProxiedTransport.of(socket, elsewhere, false, (peer, why) -> { }));
        assertThrows(ProtocolException.class,
                () -> ProxiedTransport.of(socket, elsewhere, true, (peer, why) -> refused.add(why)));
        assertTrue(refused.get(0).contains("proxyProtocolTrusted"), refused.get(0));
    }

    @Test void aSmallReadLeavesTheRestForTheNext() throws IOException {
        Transport transport = transport(true);
        socket.arrive(bytes("PROXY UNKNOWN\r\nabcdef"));
        ByteBuffer four = ByteBuffer.allocate(4);
        assertEquals(4, transport.read(four));
        assertTrue(transport.hasBufferedInput());
        assertEquals("ef", read(transport));
    }

    @Test void theEndOfInputIsTold() throws IOException {
        Transport transport = transport(true);
        socket.arrive(bytes("PRO"));
        socket.endInput();
        ByteBuffer target = ByteBuffer.allocate(10);
        assertEquals(0, transport.read(target));
        assertEquals(-1, transport.read(target));
    }
}
