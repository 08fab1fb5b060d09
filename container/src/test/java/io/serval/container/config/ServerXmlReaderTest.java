package io.serval.container.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.ObservationConfig;
import io.serval.connector.WorkerConfig.Threads;
import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.CertificateSource.Pem;
import io.serval.connector.tls.config.CertificateSource.StoreFile;
import io.serval.connector.tls.config.TlsHost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServerXmlReaderTest {
    private final ConfigProblems problems = new ConfigProblems();

    private ServerConfig read(String xml) {
        return read(xml, Map.of(), Map.of());
    }

    private ServerConfig read(String xml, Map<String, String> properties, Map<String, String> environment) {
        PropertySubstitution substitution = PropertySubstitution.of(properties, environment);
        return new ServerXmlReader(Path.of("/base"), substitution, ContextSettings.DEFAULT, environment, problems)
                .read("server.xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String server(String connectorAttributes) {
        return """
                <Server port="8005">
                  <Service name="Catalina">
                    <Connector
                        %s />
                    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost"/></Engine>
                  </Service>
                </Server>
                """.formatted(connectorAttributes);
    }

    private ConnectorElement connector(String attributes) {
        return read(server(attributes)).services().get(0).connectors().get(0);
    }

    private String failure(String xml) {
        return assertThrows(ConfigException.class, () -> read(xml)).getMessage();
    }

    @Test void readsHowAConnectorWatchesItself() {
        ObservationConfig observation = connector("""
                port='1' loopStallThreshold='50' slowRequestThreshold='0' slowRequestLogSize='7' serverTiming='true'
                reservedPaths='/health, /ping'
                """).connector().observation();
        assertEquals(new ObservationConfig(Duration.ofMillis(50), Duration.ZERO, 7, Set.of("/health", "/ping"), true),
                observation);
        assertEquals(ObservationConfig.DEFAULT, connector("port='1'").connector().observation());
    }

    @Test void aReservedPathMustBeAPath() {
        String failure = failure(server("port='1' reservedPaths='/health ping'"));
        assertTrue(failure.contains("reservedPaths") && failure.contains("start with /"), failure);
    }

    @Test void loadsTheServerXmlThatTomcatShipsWithoutAWarning() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("tomcat-11-server.xml")) {
            ServerConfig server = read(new String(file.readAllBytes(), StandardCharsets.UTF_8));

            assertEquals(List.of(), problems.warnings());
            assertEquals(8005, server.port());
            assertEquals("SHUTDOWN", server.shutdown());
            assertEquals("conf/tomcat-users.xml", server.globalResources().get(0).attributes().get("pathname"));
            ServiceConfig service = server.services().get(0);
            assertEquals(1, service.connectors().size());
            assertEquals(8080, service.connectors().get(0).connector().port());
            assertEquals(8443, service.connectors().get(0).requests().redirectPort());
            assertEquals("io.serval.container.security.realm.UserDatabaseRealm",
                    service.engine().realm().nested().get(0).className());
            HostConfig host = service.engine().hosts().get(0);
            assertEquals("webapps", host.appBase());
            assertTrue(host.is(HostConfig.Switch.AUTO_DEPLOY));
            assertEquals("io.serval.container.accesslog.AccessLogValve", host.valves().get(0).className());
            assertEquals("%h %l %u %t \"%r\" %s %b", host.valves().get(0).attributes().get("pattern"));
        }
    }

    @Test void gives20SecondsForAConnectorThatSaysSoAndTomcats60Otherwise() {
        assertEquals(Duration.ofSeconds(20),
                connector("port='0' connectionTimeout='20000'").connector().timeouts().head());
        assertEquals(Duration.ofSeconds(60), connector("port='0'").connector().timeouts().keepAlive());
    }

    @Test void letsKeepAliveAndUploadTimeoutsFollowTheConnectionTimeoutUnlessTold() {
        var all = connector("port='0' connectionTimeout='5000'").connector().timeouts();
        assertEquals(Duration.ofSeconds(5), all.keepAlive());
        assertEquals(Duration.ofSeconds(5), all.content());

        var own = connector("port='0' connectionTimeout='5000' keepAliveTimeout='-1' disableUploadTimeout='false'"
                + " connectionUploadTimeout='7000'").connector().timeouts();
        assertEquals(Duration.ZERO, own.keepAlive());
        assertEquals(Duration.ofSeconds(7), own.content());
    }

    @Test void passesEveryLimitOnToTheConnector() {
        var connector = connector("""
                port='0' maxHttpRequestHeaderSize='16384' maxHttpResponseHeaderSize='32768' maxHeaderCount='50'
                maxTrailerSize='100' maxExtensionSize='200' maxSwallowSize='-1' maxKeepAliveRequests='7'
                maxConnections='99' acceptCount='5' maxThreads='30' minSpareThreads='3' maxQueueSize='40'
                server='mine' useVirtualThreads='false' address='127.0.0.1'""").connector();

        assertEquals(16384, connector.limits().maxFieldSection());
        assertEquals(16384, connector.limits().maxRequestLine());
        assertEquals(32768, connector.limits().maxResponseHead());
        assertEquals(50, connector.limits().maxFields());
        assertEquals(100, connector.limits().maxTrailerSection());
        assertEquals(200, connector.limits().maxChunkExtensions());
        assertEquals(-1, connector.limits().maxSwallow());
        assertEquals(7, connector.limits().maxKeepAlive());
        assertEquals(99, connector.maxConnections());
        assertEquals(5, connector.socket().backlog());
        assertEquals(30, connector.workers().maxThreads());
        assertEquals(3, connector.workers().minThreads());
        assertEquals(40, connector.workers().maxQueue());
        assertEquals(Threads.PLATFORM, connector.workers().threads());
        assertEquals("mine", connector.serverField());
        assertEquals("127.0.0.1", connector.address());
    }

    @Test void passesEveryRequestSettingOn() {
        var requests = connector("""
                port='0' maxPostSize='100' maxParameterCount='10' maxPartCount='5' URIEncoding='ISO-8859-1'
                scheme='https' secure='true' proxyName='shop.example' proxyPort='443' redirectPort='8443'
                parseBodyMethods='POST, PUT' asyncTimeout='1000' encodedSolidusHandling='passthrough'""").requests();

        assertEquals(100, requests.maxPostSize());
        assertEquals(10, requests.maxParameterCount());
        assertEquals(5, requests.maxPartCount());
        assertEquals(StandardCharsets.ISO_8859_1, requests.uriEncoding());
        assertEquals("https", requests.scheme());
        assertTrue(requests.secure());
        assertEquals("shop.example", requests.proxyName());
        assertEquals(443, requests.proxyPort());
        assertTrue(requests.parseBodyMethods().contains("PUT"));
        assertEquals(Duration.ofSeconds(1), requests.asyncTimeout());
        assertEquals(RequestSettings.EncodedSlash.PASSTHROUGH, requests.encodedSlash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port='http'          | attribute port of Connector must be a number between 0 and 65535, was \"http\"",
        "port='65536'         | attribute port of Connector must be a number between 0 and 65535, was \"65536\"",
        "port=''              | attribute port of Connector must be a number between 0 and 65535, was \"\"",
        "address='::1'        | attribute port of Connector is missing",
        "port='1' secure='si' | attribute secure of Connector must be true or false, was \"si\"",
        "port='1' maxThreads='0' | attribute maxThreads of Connector must be a number between 1 and 1000000, was \"0\"",
        "port='1' URIEncoding='UTF-99' | must be the name of a charset such as UTF-8, was \"UTF-99\"",
        "port='1' encodedSolidusHandling='keep' | must be reject or decode or passthrough, was \"keep\"",
        "port='1' parseBodyMethods='TRACE' | must not name TRACE",
        "port='1' executor='pool' | names \"pool\", but the Executors of this Service are []",
    })
    void saysWhatIsWrongAndWhatWouldBeValid(String attributes, String message) {
        String failure = failure(server(attributes));

        assertTrue(failure.contains(message), failure);
        assertTrue(failure.startsWith("server.xml:"), failure);
    }

    @Test void namesLineAndColumnOfTheAttributeInAnElementOfSeveralLines() {
        String failure = failure("""
                <Server port="8005">
                  <Service name="Catalina">
                    <Connector port="8080"
                               protocol="HTTP/1.1"
                               maxThreads="many" />
                    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost"/></Engine>
                  </Service>
                </Server>
                """);

        assertTrue(failure.startsWith("server.xml:5:16: attribute maxThreads of Connector"), failure);
    }

    @Test void reportsAllErrorsOfAFileAtOnce() {
        ConfigException failure = assertThrows(ConfigException.class,
                () -> read(server("port='x' maxThreads='y' acceptCount='z'")));

        assertEquals(3, failure.problems().size());
    }

    @Test void warnsOfAnUnknownAttributeWithTheNearestName() {
        read(server("port='0' maxThread='10'"));

        assertEquals(List.of("server.xml:4:18: unknown attribute maxThread of Connector is ignored; "
                + "did you mean maxThreads?"), problems.warnings().stream().map(ConfigProblem::toString).toList());
    }

    @Test void warnsOfAnUnknownElementWithTheNearestName() {
        read("""
                <Server port="8005">
                  <Servise name="Catalina"/>
                  <Service name="Catalina"><Engine name="C" defaultHost="a"><Host name="A"/></Engine></Service>
                </Server>
                """);

        assertEquals("server.xml:2:3: unknown element Servise in Server is ignored; did you mean Service?",
                problems.warnings().get(0).toString());
    }

    @Test void failsOnAWarningWhenConfiguredStrictly() {
        String failure = failure(server("port='0' maxThread='10'").replace("<Server ",
                "<Server strictConfig='true' "));

        assertTrue(failure.contains("did you mean maxThreads?"), failure);
    }

    @Test void replacesPropertiesAndEnvironmentVariables() {
        ServerConfig server = read(server("port='${http.port:-8081}' address='${env.HOST}' server='${catalina.base}'"),
                Map.of("catalina.base", "/srv/base"), Map.of("HOST", "127.0.0.2"));

        var connector = server.services().get(0).connectors().get(0).connector();
        assertEquals(8081, connector.port());
        assertEquals("127.0.0.2", connector.address());
        assertEquals("/srv/base", connector.serverField());
    }

    @Test void warnsOfAPropertyWithoutValue() {
        read(server("port='0' server='${nobody.set.this}'"));

        assertTrue(problems.warnings().get(0).toString().startsWith(
                "server.xml:4:18: ${nobody.set.this} has no value and stays as it is"), problems.warnings().toString());
    }

    @ParameterizedTest
    @CsvSource({"protocol='AJP/1.3',AJP/1.3",
        "protocol='org.apache.coyote.ajp.AjpNioProtocol',org.apache.coyote.ajp.AjpNioProtocol"})
    void leavesOutAConnectorForAjp(String attribute, String reason) {
        assertEquals(0, read(server("port='8443' " + attribute)).services().get(0).connectors().size());
        assertEquals("server.xml:3:5: the connector on port 8443 is left out: " + reason
                + " is not supported yet", problems.warnings().get(0).toString());
    }

    @Test void warnsOnceOfAClassOfTomcatThatHasNoEqualYet() {
        read("""
                <Server port="8005">
                  <Service name="Catalina"><Engine name="C" defaultHost="a"><Host name="a">
                    <Valve className="org.apache.catalina.valves.StuckThreadDetectionValve" threshold="5"/>
                  </Host></Engine></Service>
                </Server>
                """);

        assertEquals(List.of("server.xml:3:12: Valve org.apache.catalina.valves.StuckThreadDetectionValve is not "
                + "supported yet and has no effect"), problems.warnings().stream().map(Object::toString).toList());
    }

    @Test void keepsAnOwnValveWithItsAttributes() {
        ServerConfig server = read("""
                <Server port="-1">
                  <Service name="Catalina"><Engine name="C" defaultHost="a"><Host name="a">
                    <Valve className="com.example.Mine" first="1" second="2"/>
                  </Host></Engine></Service>
                </Server>
                """);

        ValveConfig valve = server.services().get(0).engine().hosts().get(0).valves().get(0);
        assertEquals("com.example.Mine", valve.className());
        assertEquals(Map.of("first", "1", "second", "2"), valve.attributes());
    }

    @Test void demandsADefaultHostThatExists() {
        String failure = failure("""
                <Server port="8005">
                  <Service name="S"><Engine name="E" defaultHost="shop"><Host name="localhost"/></Engine></Service>
                </Server>
                """);

        assertTrue(failure.contains("names \"shop\", but there is no Host of that name; there are [localhost]"),
                failure);
    }

    @Test void refusesTwoHostsOfOneName() {
        String failure = failure("""
                <Server port="8005">
                  <Service name="S"><Engine name="E" defaultHost="a">
                    <Host name="a"/>
                    <Host name="b"><Alias>A</Alias></Host>
                  </Engine></Service>
                </Server>
                """);

        assertTrue(failure.contains("server.xml:4:5: the name a is already that of the Host at server.xml:3:5"),
                failure);
    }

    private ConnectorElement connector(String attributes, Map<String, String> environment) {
        return read(server(attributes), Map.of(), environment).services().get(0).connectors().get(0);
    }

    @Test void takesAttributesOfTheFirstConnectorFromTheEnvironment() {
        ConnectorElement connector = connector("port='8080' maxThreads='5'", Map.of("SERVAL_PORT", "9090",
                "SERVAL_ADDRESS", "127.0.0.1", "SERVAL_MAX_THREADS", "7", "SERVAL_MINSPARETHREADS", "3",
                "SERVAL_URI_ENCODING", "ISO-8859-1", "SERVAL_HOME", "/home"));

        assertEquals(List.of(), problems.warnings());
        assertEquals(9090, connector.connector().port());
        assertEquals("127.0.0.1", connector.connector().address());
        assertEquals(7, connector.connector().workers().maxThreads());
        assertEquals(3, connector.connector().workers().minThreads());
        assertEquals(StandardCharsets.ISO_8859_1, connector.requests().uriEncoding());
        assertEquals("environment variable SERVAL_PORT", connector.portLocation().toString());
    }

    @Test void takesTheNamesOfTrailerFieldsInAnyCase() {
        assertNull(connector("port='8080'", Map.of()).requests().allowedTrailers());
        assertEquals(Set.of("x-one", "x-two"), connector("port='8080' allowedTrailerHeaders='X-One, x-two'", Map.of())
                .requests().allowedTrailers());
        assertEquals(List.of(), problems.warnings());
    }

    @Test void leavesFurtherConnectorsToTheFile() {
        String two = server("port='8080'").replace("<Engine", "<Connector port='8081'/><Engine");
        List<ConnectorElement> connectors =
                read(two, Map.of(), Map.of("SERVAL_PORT", "9090")).services().get(0).connectors();

        assertEquals(List.of(9090, 8081), connectors.stream().map(each -> each.connector().port()).toList());
    }

    @Test void namesTheVariableWhoseValueCannotBe() {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> connector("port='8080'", Map.of("SERVAL_PORT", "http")));

        assertEquals("environment variable SERVAL_PORT: attribute port of Connector must be a number between 0 and "
                + "65535, was \"http\"", refused.getMessage());
    }

    @Test void warnsOfAVariableThatMayMeanAnother() {
        ConnectorElement connector = connector("port='8080'", Map.of("SERVAL_MAXTHREDS", "5",
                "SERVAL_PORT", "tcp://10.0.0.1:80", "SERVAL_SERVICE_HOST", "10.0.0.1"));

        assertEquals(8080, connector.connector().port());
        assertEquals(2, problems.warnings().size(), problems.warnings()::toString);
        assertTrue(problems.warnings().get(0).toString().contains("did you mean SERVAL_MAXTHREADS?"));
        assertTrue(problems.warnings().get(1).toString().contains("Kubernetes"));
    }

    @Test void tellsWhereEachSettingOfAConnectorComesFrom() {
        Map<String, Setting> settings = connector("port='8080' maxThreads='5'", Map.of("SERVAL_PORT", "9090")).settings()
                .stream().collect(java.util.stream.Collectors.toMap(Setting::name, each -> each));

        assertEquals(new Setting("port", "9090", "environment variable SERVAL_PORT"), settings.get("port"));
        assertEquals(new Setting("maxThreads", "5", "server.xml:4:21"), settings.get("maxThreads"));
        assertEquals(new Setting("maxConnections", "8192", ""), settings.get("maxConnections"));
        assertEquals("********", new Setting("keystorePass", "secret", "").value());
    }

    @Test void movesEveryPortByThePortOffset() {
        ServerConfig server = read(server("port='8080'").replace("<Server ", "<Server portOffset='100' "));

        assertEquals(8105, server.port());
        assertEquals(8180, server.services().get(0).connectors().get(0).connector().port());
    }

    @Test void tellsWhereADocumentIsNotWellFormed() {
        String failure = failure("<Server port='8005'>\n  <Service name='S'>\n</Server>");

        assertTrue(failure.startsWith("server.xml:3:"), failure);
        assertTrue(failure.contains("not well-formed XML"), failure);
    }

    @Test void readsNoEntityFromAnywhere() {
        String failure = failure("""
                <!DOCTYPE Server [<!ENTITY other SYSTEM "file:///etc/passwd">]>
                <Server port="8005">
                  <Service name="S"><Engine name="E" defaultHost="a"><Host name="a"/></Engine>&other;</Service>
                </Server>
                """);

        assertTrue(failure.contains("other"), failure);
        assertTrue(!failure.contains("root:"), failure);
    }

    @Test void takesThreadsOfANamedExecutor() {
        ServerConfig server = read("""
                <Server port="-1">
                  <Service name="S">
                    <Executor name="pool" namePrefix="mine-" maxThreads="5" minSpareThreads="9"/>
                    <Connector port="0" executor="pool"/>
                    <Engine name="E" defaultHost="a"><Host name="a"/></Engine>
                  </Service>
                </Server>
                """);

        ServiceConfig service = server.services().get(0);
        assertEquals("pool", service.connectors().get(0).executor());
        assertEquals(5, service.executors().get(0).workers().maxThreads());
        assertEquals(5, service.executors().get(0).workers().minThreads());
        assertNull(service.connectors().get(0).connector().workers().executor());
    }

    private static String withTls(String inside) {
        return """
                <Server port="8005">
                  <Service name="Catalina">
                    <Connector port="8443" SSLEnabled="true">%s</Connector>
                    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost"/></Engine>
                  </Service>
                </Server>
                """.formatted(inside);
    }

    @Test void readsHostsAndCertificatesOfTls() {
        ServerConfig server = read(withTls("""
                <UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol" maxConcurrentStreams="7"/>
                <SSLHostConfig protocols="TLSv1.3" certificateVerification="optional" truststoreFile="conf/trust.p12"
                               truststorePassword="t">
                  <Certificate certificateKeystoreFile="conf/localhost-rsa.jks" certificateKeystorePassword="p"
                               certificateKeyAlias="a" type="RSA"/>
                </SSLHostConfig>
                <SSLHostConfig hostName="*.example.org">
                  <Certificate certificateFile="/pem/cert.pem" certificateKeyFile="conf/key.pem"/>
                </SSLHostConfig>
                """));

        ConnectorConfig connector = server.services().get(0).connectors().get(0).connector();
        assertEquals(List.of(), problems.warnings());
        assertEquals(7, connector.http2().maxConcurrentStreams());
        TlsHost first = connector.tls().hosts().get(0);
        assertEquals(List.of("TLSv1.3"), first.protocols());
        assertEquals(TlsHost.ClientCertificates.OPTIONAL, first.clientCertificates());
        assertEquals(Path.of("/base/conf/trust.p12"), first.trust().storeFile());
        StoreFile store = assertInstanceOf(StoreFile.class, first.certificates().get(0));
        assertEquals(Path.of("/base/conf/localhost-rsa.jks"), store.file());
        assertEquals("a", store.alias());
        TlsHost second = connector.tls().hosts().get(1);
        assertEquals("*.example.org", second.name());
        Pem pem = assertInstanceOf(Pem.class, second.certificates().get(0));
        assertEquals(Path.of("/pem/cert.pem"), pem.certificate());
        assertEquals(Path.of("/base/conf/key.pem"), pem.key());
    }

    @Test void tellsWhatHoldsInsteadOfTomcatsAttributesOfHttp2() {
        ServerConfig server = read(withTls("""
                <UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol" maxConcurrentStreamExecution="7"
                                 overheadCountFactor="20" streamReadTimeout="1000" useSendfile="false"/>
                <SSLHostConfig><Certificate certificateFile="/pem/cert.pem"/></SSLHostConfig>
                """));

        assertEquals(7, server.services().get(0).connectors().get(0).connector().http2().maxExecution());
        assertEquals(2, problems.warnings().size(), () -> problems.warnings().toString());
        String warnings = problems.warnings().toString();
        assertTrue(warnings.contains("overheadCountFactor of UpgradeProtocol has no effect; each kind of frame has a"
                + " limit of its own"), warnings);
        assertTrue(warnings.contains("streamReadTimeout of UpgradeProtocol has no effect; connectionUploadTimeout of"
                + " the Connector"), warnings);
    }

    @Test void readsTheAttributesOfOlderConnectorsForTls() {
        TlsHost host = connector("port='0' SSLEnabled='true' scheme='https' secure='true' keystoreFile='conf/keys.p12'"
                + " keystorePass='secret' keystoreType='PKCS12' keyAlias='a' clientAuth='want' sslProtocol='TLS'"
                + " sslEnabledProtocols='TLSv1.3'").connector().tls().hosts().get(0);

        CertificateSource.StoreFile store =
                assertInstanceOf(CertificateSource.StoreFile.class, host.certificates().get(0));
        assertTrue(store.file().endsWith("conf/keys.p12"), store::toString);
        assertEquals("a", store.alias());
        assertEquals(List.of("TLSv1.3"), host.protocols());
        assertEquals(TlsHost.ClientCertificates.OPTIONAL, host.clientCertificates());
        assertEquals(List.of(), problems.warnings());
    }

    @Test void asksBrowsersToComeByTlsOnlyWhenAsked() {
        assertNull(connector("port='0' certificate='dev'").connector().tls().strictTransport());
        assertEquals("max-age=31536000", connector("port='0' certificate='dev' hstsEnabled='true'").connector().tls()
                .strictTransport());
        assertEquals("max-age=60; includeSubDomains; preload", connector("port='0' certificate='dev' hstsEnabled='true'"
                + " hstsMaxAgeSeconds='60' hstsIncludeSubDomains='true' hstsPreload='true'").connector().tls()
                .strictTransport());
    }

    @Test void makesACertificateForDevelopmentWhenAsked() {
        ConnectorConfig connector = connector("port='0' certificate='dev' http2='false'").connector();

        assertInstanceOf(CertificateSource.Development.class,
                connector.tls().hosts().get(0).certificates().get(0));
        assertFalse(connector.http2().enabled());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                             | needs an SSLHostConfig with a Certificate",
        "<SSLHostConfig/>                               | server.xml:3:46: SSLHostConfig needs a Certificate",
        "<SSLHostConfig><Certificate/></SSLHostConfig>  | needs certificateFile and certificateKeyFile (PEM), or",
        "<SSLHostConfig protocols='SSLv3'><Certificate certificateFile='x'/></SSLHostConfig> | may name TLSv1.2 and",
        "<SSLHostConfig hostName='a'><Certificate certificateFile='x'/></SSLHostConfig> | default TLS host _default_",
    })
    void neverOpensATlsConnectorInClearText(String inside, String message) {
        String failure = failure(withTls(inside));

        assertTrue(failure.contains(message), failure);
    }
}
