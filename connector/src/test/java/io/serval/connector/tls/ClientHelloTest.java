package io.serval.connector.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;

import io.serval.connector.tls.ClientHello.Found;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ClientHelloTest {
    private static ByteBuffer hello(String serverName, String... applications) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (serverName != null) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        parameters.setApplicationProtocols(applications);
        engine.setSSLParameters(parameters);
        return Handshake.hello(engine);
    }

    @Test
    void readsServerNameAndApplicationProtocols() throws Exception {
        ClientHello hello = ClientHello.parse(hello("WWW.Example.test", "h2", "http/1.1"));
        assertEquals(new ClientHello("www.example.test", List.of("h2", "http/1.1")), hello);
    }

    @Test
    void knowsThatAClientMayNameNothing() throws Exception {
        assertEquals(new ClientHello(null, List.of()), ClientHello.parse(hello(null)));
    }

    @Test
    void findsTheEndFromAnySplit() throws Exception {
        ByteBuffer whole = hello("www.example.test", "h2");
        for (int length = 0; length < whole.limit(); length++) {
            assertEquals(Found.INCOMPLETE, ClientHello.find(whole.slice(0, length)), "after " + length + " bytes");
        }
        assertEquals(Found.HELLO, ClientHello.find(whole));
    }

    @Test
    void readsAHelloCutIntoRecordsOfTenBytes() throws Exception {
        ByteBuffer whole = hello("www.example.test", "h2");
        whole.position(5);
        ByteBuffer records = ByteBuffer.allocate(whole.remaining() * 2);
        while (whole.hasRemaining()) {
            int length = Math.min(10, whole.remaining());
            records.put((byte) 22).put((byte) 3).put((byte) 1).putShort((short) length);
            records.put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }
        records.flip();
        assertEquals(Found.HELLO, ClientHello.find(records));
        assertEquals("www.example.test", ClientHello.parse(records).serverName());
    }

    @Test
    void tellsOtherProtocolsAtTheFirstByte() {
        assertEquals(Found.NOT_TLS, find("G"));
        assertEquals(Found.NOT_TLS, find("GET / HTTP/1.1\r\n"));
        assertEquals(Found.NOT_TLS, find("\u0016\u0003\u0001\0\0"));
        assertEquals(Found.INCOMPLETE, find(""));
    }

    @Test
    void refusesToCollectMoreThanAHelloNeeds() {
        ByteBuffer huge = ByteBuffer.allocate(16).put((byte) 22).put((byte) 3).put((byte) 1).putShort((short) 0x4000)
                .put((byte) 1).put((byte) 0x7f).put((byte) 0).put((byte) 0).flip();
        assertEquals(Found.TOO_LARGE, ClientHello.find(huge));
    }

    @Test
    void neverFailsOnMutatedHellos() throws Exception {
        byte[] original = bytes(hello("www.example.test", "h2"));
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = original.clone();
            for (int k = 0; k <= random.nextInt(4); k++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            ByteBuffer buffer = ByteBuffer.wrap(mutated, 0, 1 + random.nextInt(mutated.length));
            if (ClientHello.find(buffer) == Found.HELLO) {
                ClientHello.parse(buffer);
            }
        }
        assertNull(ClientHello.parse(ByteBuffer.allocate(0)).serverName());
    }

    private static Found find(String bytes) {
        return ClientHello.find(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
