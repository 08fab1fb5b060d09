package io.serval.container.management;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1               | 127.0.0.1   | true
            127.0.0.1               | 127.0.0.2   | false
            10.0.0.0/8              | 10.255.1.2  | true
            10.0.0.0/8              | 11.0.0.0    | false
            192.168.4.0/22          | 192.168.7.9 | true
            192.168.4.0/22          | 192.168.8.0 | false
            0.0.0.0/0               | 8.8.8.8     | true
            0.0.0.0/0               | ::1         | false
            127.0.0.0/8, ::1        | ::1         | true
            fd00::/8                | fd12::1     | true
            fd00::/8                | fe80::1     | false
            *                       | 8.8.8.8     | true
            """)
    void containsWhatLiesInOneOfTheRanges(String ranges, String client, boolean inside) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(client), 1234);
        assertEquals(inside, new AddressRanges(ranges).contains(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129", "face",
        "300.1.1.1", "10.0.0.1,,nonsense"})
    void refusesWhatIsNoAddressAndLooksUpNoNames(String text) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> new AddressRanges(text));
        assertTrue(thrown.getMessage().contains("10.0.0.0/8"), thrown::getMessage);
    }
}
