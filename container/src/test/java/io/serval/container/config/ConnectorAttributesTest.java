package io.serval.container.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.connector.Compression;
import io.serval.connector.Compression.Mode;
import io.serval.connector.ConnectorConfig;
import io.serval.connector.DataRates;
import io.serval.connector.Endpoint;
import io.serval.connector.Endpoint.Proxy;
import io.serval.connector.Leniency;
import io.serval.connector.Timeouts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConnectorAttributesTest {
    private ConfigProblems problems;

    private ConnectorConfig connector(String attributes) {
        problems = new ConfigProblems();
        String xml = """
                <Server>
                  <Service name="Catalina">
                    <Connector %s />
                    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost"/></Engine>
                  </Service>
                </Server>
                """.formatted(attributes);
        return new ServerXmlReader(Path.of("/base"), PropertySubstitution.of(Map.of(), Map.of()),
                ContextSettings.DEFAULT, Map.of(), problems).read("server.xml", xml.getBytes(StandardCharsets.UTF_8))
                .services().get(0).connectors().get(0).connector();
    }

    private String failure(String attributes) {
        return assertThrows(ConfigException.class, () -> connector(attributes)).getMessage();
    }

    @ParameterizedTest @CsvSource({"off, OFF, 2048", "on, ON, 2048", "Force, FORCE, 2048", "500, ON, 500", "0, ON, 0"})
    void readsCompressionAsAWordOrTheLeastSize(String value, Mode mode, int size) {
        Compression compression = connector("port='1' compression='" + value + "'").compression();
        assertEquals(mode, compression.mode());
        assertEquals(size, compression.minSize());
    }

    @Test void readsWhatCompressionIsFor() {
        Compression compression = connector("port='1' compression='on' compressionMinSize='100'"
                + " compressibleMimeType='text/html, application/wasm' noCompressionUserAgents='.*Old.*'"
                + " noCompressionEncodings='br'").compression();
        assertEquals(100, compression.minSize());
        assertEquals(List.of("text/html", "application/wasm"), compression.types());
        assertEquals(".*Old.*", compression.noUserAgents().pattern());
        assertEquals(List.of("br"), compression.noEncodings());
        assertEquals(List.of(), problems.warnings());
    }

    @Test void readsTheLevelsOfCodings() {
        assertEquals(Map.of("gzip", 9, "br", 0), connector("port='1' compressionLevel=' GZIP=9, br = 0'")
                .compression().levels());
        assertEquals(Map.of(), connector("port='1'").compression().levels());
        assertTrue(failure("port='1' compressionLevel='6'")
                .contains("compressionLevel of Connector must be codings with their levels, such as gzip=6"));
    }

    @Test void readsHowManyConnectionsAClientMayHave() {
        assertEquals(-1, connector("port='1'").endpoint().clientConnections());
        assertEquals(64, connector("port='1' maxConnectionsPerClient='64'").endpoint().clientConnections());
        assertTrue(failure("port='1' maxConnectionsPerClient='0'").contains("must be at least 1, or -1"));
    }

    @Test void saysWhatCompressionCanBe() {
        assertTrue(failure("port='1' compression='gzip'").contains("must be off or on or force"));
        assertTrue(failure("port='1' compression='-5'").contains("must be a number of at least 0"));
    }

    @Test void readsRelaxedCharactersAndRefusesOthers() {
        assertEquals(new Leniency("[]", "{|}"),
                connector("port='1' relaxedPathChars='[]' relaxedQueryChars='{|}'").leniency());
        assertTrue(failure("port='1' relaxedPathChars='[ '").contains("relaxedPathChars"));
    }

    @Test void readsEachTimeoutAndRateByItself() {
        Timeouts times = connector("port='1' firstByteTimeout='1' connectionTimeout='2' writeTimeout='4'"
                + " disableUploadTimeout='false' connectionUploadTimeout='3' keepAliveTimeout='5'"
                + " minRequestDataRate='6' minResponseDataRate='-1' dataRateGracePeriod='8'").timeouts();
        assertEquals(new Timeouts(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3),
                Duration.ofMillis(4), Duration.ofMillis(5), new DataRates(6, 0, Duration.ofMillis(8))), times);
        assertEquals(DataRates.DEFAULT, connector("port='1'").timeouts().rates());
    }

    @Test void readsAUnixDomainSocketInsteadOfAPort() {
        Endpoint endpoint = connector("unixDomainSocketPath='run/a.sock' unixDomainSocketPathPermissions='rw-rw----'")
                .endpoint();
        assertEquals(Path.of("/base/run/a.sock"), endpoint.unixPath());
        assertEquals("rw-rw----", endpoint.unixPermissions());
        assertTrue(failure("unixDomainSocketPath='a' unixDomainSocketPathPermissions='666'").contains("rw-rw----"));
        assertTrue(failure("unixDomainSocketPath='a' useInheritedChannel='true'").contains("useInheritedChannel"));
        assertTrue(connector("useInheritedChannel='true'").endpoint().inherited());
        assertTrue(failure("maxThreads='5'").contains("port"));
    }

    @Test void readsThePROXYProtocolAndWhoIsBelieved() {
        Endpoint endpoint = connector("port='1' proxyProtocol='required' proxyProtocolTrusted='10.1.0.0/16, fd00::/8'")
                .endpoint();
        assertEquals(Proxy.REQUIRED, endpoint.proxy());
        assertEquals(List.of("10.1.0.0/16", "fd00::/8"), endpoint.trusted());
        assertEquals(Proxy.OFF, connector("port='1'").endpoint().proxy());
        String failure = failure("port='1' proxyProtocol='optional' proxyProtocolTrusted='balancer'");
        assertTrue(failure.contains("\"balancer\" is no network such as 10.0.0.0/8"), failure);
    }

    @Test void sharesItsPortByEitherName() {
        assertTrue(connector("port='1' soReusePort='true'").socket().reusePort());
        assertTrue(connector("port='1' socket.soReusePort='true'").socket().reusePort());
        assertFalse(connector("port='1'").socket().reusePort());
    }

    @Test void warnsThatIllegalFieldsAreAlwaysRefused() {
        connector("port='1' rejectIllegalHeader='false'");
        assertEquals(1, problems.warnings().size());
        assertTrue(problems.warnings().get(0).toString().contains("always refused with 400"));
    }
}
