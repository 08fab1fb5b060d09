package io.serval.container.valve;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.config.KnownClassNames;
import io.serval.container.naming.Beans;
import io.serval.container.spi.Valve;
import io.serval.container.testing.TestExchange;
import io.serval.http.HttpExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Valves made as a configuration makes them. The connection of every request comes from 127.0.0.1. */
class ValvesTest {
    private HttpExchange passed;

    private static Valve valve(String name, String... attributes) throws ReflectiveOperationException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            properties.put(attributes[i], attributes[i + 1]);
        }
        String className = KnownClassNames.translate("org.apache.catalina.valves." + name).className();
        return Beans.create(className, Valve.class, properties, ValvesTest.class.getClassLoader());
    }

    private HttpExchange seen(TestExchange exchange, String... attributes) throws Exception {
        valve("RemoteIpValve", attributes).invoke(exchange, each -> passed = each);
        return passed;
    }

    private static TestExchange forwarded(String way) {
        return TestExchange.get("/").header("X-Forwarded-For", way);
    }

    private static String address(HttpExchange exchange) {
        return ((java.net.InetSocketAddress) exchange.connection().remote()).getAddress().getHostAddress();
    }

    @ParameterizedTest
    @CsvSource({"allow,127.*,200", "allow,10.*,403", "deny,127.*,403", "deny,10.*,200"})
    void admitsByThePatternOfAnAddress(String attribute, String pattern, int status) throws Exception {
        TestExchange exchange = TestExchange.get("/");
        Valve valve = valve("RemoteAddrValve", attribute, pattern);
        exchange.handledBy(each -> valve.invoke(each, next -> next.response().status(200)));
        assertEquals(status, exchange.status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"allow;127.0.0.0/8;200", "allow;10.0.0.0/8, 192.168.0.0/16;403",
        "deny;127.0.0.1;403", "deny;127.0.0.2/31;200", "allow;126.0.0.0/7;200", "allow;::/0;403"})
    void admitsByRanges(String attribute, String ranges, int status) throws Exception {
        TestExchange exchange = TestExchange.get("/");
        Valve valve = valve("RemoteCIDRValve", attribute, ranges);
        exchange.handledBy(each -> valve.invoke(each, next -> next.response().status(200)));
        assertEquals(status, exchange.status());
    }

    @Test void refusesWithTheStatusThatIsAskedFor() throws Exception {
        TestExchange exchange = TestExchange.get("/");
        Valve valve = valve("RemoteAddrValve", "allow", "127\\..*;1", "addConnectorPort", "true", "denyStatus", "404");
        exchange.handledBy(each -> valve.invoke(each, next -> next.response().status(200)));
        assertEquals(404, exchange.status());
    }

    @ParameterizedTest
    @CsvSource({"RemoteCIDRValve,allow,10.0.0.0/33", "RemoteCIDRValve,deny,localhost", "RemoteAddrValve,allow,(",
        "RemoteAddrValve,denyStatus,200", "RemoteIpValve,internalProxies,["})
    void refusesAttributesThatCannotBe(String valve, String attribute, String value) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> valve(valve, attribute, value));
        assertTrue(refused.getMessage().contains(attribute), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", value = {"203.0.113.9;203.0.113.9;-", "198.51.100.1, 203.0.113.9;203.0.113.9;198.51.100.1",
        "203.0.113.9, 10.1.2.3;203.0.113.9;-", "10.9.9.9, 10.1.2.3;10.9.9.9;-", "203.0.113.9:4711;203.0.113.9;-",
        "[2001:db8::1]:80;2001:db8:0:0:0:0:0:1;-", "unknown, 203.0.113.9;203.0.113.9;unknown",
        "203.0.113.9, unknown;127.0.0.1;203.0.113.9, unknown", "a.example;127.0.0.1;a.example"})
    void findsTheClientBehindProxies(String way, String client, String rest) throws Exception {
        HttpExchange seen = seen(forwarded(way));
        assertEquals(client, address(seen));
        assertEquals(rest, seen.head().fields().get("X-Forwarded-For"));
    }

    @Test void listsTheProxiesThatAreTrustedWithoutBeingInternal() throws Exception {
        HttpExchange seen = seen(forwarded("203.0.113.9, 192.0.2.1, 10.0.0.1"), "trustedProxies", "192\\.0\\.2\\..*");
        assertEquals("203.0.113.9", address(seen));
        assertEquals("192.0.2.1", seen.head().fields().get("X-Forwarded-By"));
    }

    @Test void believesNobodyWhoIsNoProxy() throws Exception {
        TestExchange exchange = forwarded("203.0.113.9").header("X-Forwarded-Proto", "https");
        assertSame(exchange, seen(exchange, "internalProxies", "10.0.0.0/8"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"https,-,-,true,localhost", "http,-,-,false,localhost",
        "https,-,8443,true,localhost:8443", "https,shop.example,-,true,shop.example",
        "http,shop.example:81,-,false,shop.example:81", "-,-,-,false,localhost:8080", "'https, http',-,-,false,localhost",
        "https,-,70000,true,localhost", "https,-,x,true,localhost"})
    void showsSchemeHostAndPortOfTheClient(String protocol, String host, String port, boolean secure, String authority)
            throws Exception {
        TestExchange exchange = forwarded("203.0.113.9");
        if (protocol != null) {
            exchange.header("X-Forwarded-Proto", protocol);
        }
        if (host != null) {
            exchange.header("X-Forwarded-Host", host);
        }
        if (port != null) {
            exchange.header("X-Forwarded-Port", port);
        }
        HttpExchange seen = seen(exchange, "hostHeader", "X-Forwarded-Host", "portHeader", "X-Forwarded-Port");
        assertEquals(secure, seen.connection().secure());
        assertNull(seen.connection().tls());
        assertEquals(authority, seen.head().authority());
    }

    @Test void looksAtTheProxyWhereTheAddressOfThePeerIsAskedFor() throws Exception {
        HttpExchange seen = seen(forwarded("203.0.113.9"));
        HttpExchange[] through = new HttpExchange[1];
        valve("RemoteAddrValve", "allow", "127.*", "usePeerAddress", "true").invoke(seen, each -> through[0] = each);
        assertSame(seen, through[0]);
        through[0] = null;
        valve("RemoteAddrValve", "allow", "127.*").invoke(seen, each -> through[0] = each);
        assertNull(through[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "256.1.1.1", "1.2.3.4.5", "::g", "localhost", "", "1.2.3.4/8", ":::", "12345::",
        "1.2.3.4 "})
    void takesNothingForAnAddressThatIsNone(String text) {
        assertNull(IpLiteral.parse(text));
    }
}
