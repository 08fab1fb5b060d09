package io.serval.container.naming;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.SourceLocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DriverDataSourceTest {
    private static final List<String> CALLS = new ArrayList<>();

    /** A driver that writes down what it is asked. */
    public static final class TestDriver implements Driver {
        @Override public Connection connect(String url, Properties info) {
            if (!acceptsURL(url)) {
                return null;
            }
            CALLS.add("connect " + url + ' ' + new TreeMap<>(info));
            return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        CALLS.add(method.getName() + (args == null ? "" : " " + args[0]));
                        if (method.getName().equals("setReadOnly")) {
                            throw new SQLException("never");
                        }
                        return null;
                    });
        }

        @Override public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:test:");
        }

        @Override public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override public int getMajorVersion() {
            return 1;
        }

        @Override public int getMinorVersion() {
            return 0;
        }

        @Override public boolean jdbcCompliant() {
            return false;
        }

        @Override public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    private final Map<String, String> settings = new HashMap<>(Map.of("driverClassName", TestDriver.class.getName(),
            "url", "jdbc:test:shop", "username", "ada", "password", "pw", "maxTotal", "8"));

    @BeforeEach void forget() {
        CALLS.clear();
    }

    private DataSource source() throws ReflectiveOperationException {
        return DriverDataSource.create(settings, getClass().getClassLoader());
    }

    @Test void opensAConnectionOfTheDriverForEachCall() throws Exception {
        settings.put("connectionProperties", "ssl=true; app = shop;");
        source().getConnection();
        source().getConnection("bob", "b");

        assertEquals(List.of("connect jdbc:test:shop {app=shop, password=pw, ssl=true, user=ada}",
                "connect jdbc:test:shop {app=shop, password=b, ssl=true, user=bob}"), CALLS);
    }

    @Test void setsWhatConnectionsShallBe() throws Exception {
        settings.put("defaultAutoCommit", "false");
        settings.put("defaultTransactionIsolation", "serializable");
        source().getConnection();

        assertEquals(List.of("setAutoCommit false", "setTransactionIsolation 8"), CALLS.subList(1, 3));
    }

    @Test void closesAConnectionThatCannotBePrepared() throws Exception {
        settings.put("defaultReadOnly", "true");
        DataSource source = source();

        assertThrows(SQLException.class, source::getConnection);
        assertEquals("close", CALLS.get(CALLS.size() - 1));
    }

    @Test void saysWhatIsWrongWithoutTellingSecrets() throws Exception {
        settings.put("url", "jdbc:other:x?password=secret");
        DataSource source = source();
        String message = assertThrows(SQLException.class, source::getConnection).getMessage();
        settings.remove("driverClassName");
        String none = assertThrows(IllegalArgumentException.class, this::source).getMessage();

        assertTrue(message.contains("jdbc:other:x"), message);
        assertFalse(message.contains("secret"), message);
        assertTrue(none.contains("driverClassName") && !none.contains("secret"), none);
        settings.remove("url");
        assertThrows(IllegalArgumentException.class, this::source);
    }

    @Test void isWhatADataSourceResourceIsWithoutAPool() throws Exception {
        var config = new NamingConfig(NamingConfig.Kind.RESOURCE, "jdbc/shop", "javax.sql.DataSource", settings,
                SourceLocation.NONE);
        AppNaming naming = new AppNaming(List.of(config), List.of(), GlobalNaming.empty(),
                getClass().getClassLoader());
        ((DataSource) naming.lookup("jdbc/shop")).getConnection();

        assertEquals(1, CALLS.size());
    }
}
