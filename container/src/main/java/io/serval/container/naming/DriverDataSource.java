package io.serval.container.naming;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * A data source without a pool: each connection is a new one of the driver. For development, and for those who start
 * with a configuration that names no pool. Immutable but for the log writer; safe for any thread.
 *
 * <p>The driver is asked itself, without {@code DriverManager}, which would keep it for the whole process.
 */
final class DriverDataSource implements DataSource {
    private final Driver driver;
    private final String url;
    private final Properties defaults;
    private final Boolean autoCommit;
    private final Boolean readOnly;
    private final Integer isolation;
    private volatile PrintWriter logWriter;

    private DriverDataSource(Driver driver, String url, Properties defaults, Map<String, String> settings) {
        this.driver = driver;
        this.url = url;
        this.defaults = defaults;
        this.autoCommit = flag(settings.get("defaultAutoCommit"));
        this.readOnly = flag(settings.get("defaultReadOnly"));
        this.isolation = isolation(settings.get("defaultTransactionIsolation"));
    }

    /**
     * @param settings {@code url}, {@code username}, {@code password}, {@code driverClassName}, {@code
     *                 connectionProperties} ({@code name=value;…}), {@code defaultAutoCommit}, {@code defaultReadOnly},
     *                 {@code defaultTransactionIsolation}; those of a pool are passed over
     */
    static DriverDataSource create(Map<String, String> settings, ClassLoader loader)
            throws ReflectiveOperationException {
        String url = settings.get("url");
        if (url == null) {
            throw new IllegalArgumentException("a data source needs a url, such as jdbc:postgresql://host/database");
        }
        return new DriverDataSource(driver(settings.get("driverClassName"), url, loader), url,
                connectionProperties(settings), settings);
    }

    private static Driver driver(String className, String url, ClassLoader loader)
            throws ReflectiveOperationException {
        if (className != null) {
            return Beans.create(className, Driver.class, Map.of(), loader);
        }
        for (Driver candidate : ServiceLoader.load(Driver.class, loader)) {
            if (accepts(candidate, url)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("no JDBC driver in WEB-INF/lib or lib/shared accepts " + withoutSecrets(url)
                + "; add its jar, or name driverClassName");
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Parameters of a URL may hold passwords. */
    private static String withoutSecrets(String url) {
        int end = url.length();
        for (char mark : new char[] {'?', ';'}) {
            int at = url.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return url.substring(0, end);
    }

    private static Properties connectionProperties(Map<String, String> settings) {
        Properties result = new Properties();
        String listed = settings.getOrDefault("connectionProperties", "");
        for (String pair : listed.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                result.setProperty(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        putUser(result, settings.get("username"), settings.get("password"));
        return result;
    }

    private static void putUser(Properties properties, String user, String password) {
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
    }

    private static Boolean flag(String text) {
        return text == null || text.isEmpty() ? null : Boolean.valueOf(text);
    }

    private static Integer isolation(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Map<String, Integer> levels = new HashMap<>();
        levels.put("NONE", Connection.TRANSACTION_NONE);
        levels.put("READ_UNCOMMITTED", Connection.TRANSACTION_READ_UNCOMMITTED);
        levels.put("READ_COMMITTED", Connection.TRANSACTION_READ_COMMITTED);
        levels.put("REPEATABLE_READ", Connection.TRANSACTION_REPEATABLE_READ);
        levels.put("SERIALIZABLE", Connection.TRANSACTION_SERIALIZABLE);
        Integer named = levels.get(text.strip().toUpperCase(Locale.ROOT));
        return named == null ? Integer.valueOf(text.strip()) : named;
    }

    @Override public Connection getConnection() throws SQLException {
        return open(defaults);
    }

    @Override public Connection getConnection(String user, String password) throws SQLException {
        Properties changed = new Properties();
        changed.putAll(defaults);
        putUser(changed, user, password);
        return open(changed);
    }

    private Connection open(Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException(driver.getClass().getName() + " does not accept " + withoutSecrets(url));
        }
        try {
            prepare(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Connection connection) throws SQLException {
        if (autoCommit != null) {
            connection.setAutoCommit(autoCommit);
        }
        if (readOnly != null) {
            connection.setReadOnly(readOnly);
        }
        if (isolation != null) {
            connection.setTransactionIsolation(isolation);
        }
    }

    @Override public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("set the login timeout among the connectionProperties of the driver");
    }

    @Override public int getLoginTimeout() {
        return 0;
    }

    @Override public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("this data source wraps nothing");
    }

    @Override public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
