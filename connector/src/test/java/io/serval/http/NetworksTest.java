package io.serval.http;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NetworksTest {
    @ParameterizedTest @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.0/31, 192.0.2.1, true",
        "192.0.2.0/31, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fc00::1, false",
        "::1/128, ::1, true"})
    void knowsWhatIsInANetwork(String network, String address, boolean contained) {
        Networks networks = new Networks(List.of(network));
        assertEquals(contained, networks.contains(new InetSocketAddress(address, 1)));
    }

    @ParameterizedTest @ValueSource(strings = {"", "10.0.0.0/33", "::/129", "localhost", "10.0.0/8", "10.0.0.0/",
            "1.2.3.400",
        "10.0.0.0/8/8", "10.0.0.0/-1"})
    void refusesWhatIsNoNetwork(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> new Networks(List.of(text)));
        assertTrue(e.getMessage().contains('"' + text + '"'), e.getMessage());
    }

    @Test void aPeerOnThisMachinesOwnSocketIsTrusted() {
        assertTrue(new Networks(List.of()).contains(UnixDomainSocketAddress.of(Path.of("/a"))));
    }
}
