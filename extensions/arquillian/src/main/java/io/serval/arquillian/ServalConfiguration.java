package io.serval.arquillian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/**
 * The properties of the container in {@code arquillian.xml}, filled in by Arquillian through the setters; the README of
 * this module has them in a table.
 */
public final class ServalConfiguration implements ContainerConfiguration {
    private static final int MAX_PORT = 65_535;

    /** Where the server runs. */
    enum Mode { EMBEDDED, MANAGED }

    private String mode = "embedded";
    private int port;
    private String address = "localhost";
    private String users = "";
    private String home = fromEnvironment("serval.home", "SERVAL_HOME");
    private String base;
    private String serverXml;
    private String javaHome = System.getProperty("java.home");
    private String javaVmArguments = "";
    private int startupTimeoutSeconds = 60;
    private int deployTimeoutSeconds = 60;
    private int stopTimeoutSeconds = 30;
    private boolean outputToConsole = true;

    private static String fromEnvironment(String property, String variable) {
        return System.getProperty(property, System.getenv(variable));
    }

    /** {@code embedded} (unless set): in the JVM of the tests; {@code managed}: a process of its own. */
    public void setMode(String value) {
        mode = value;
    }

    Mode mode() {
        return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    /** The port of HTTP; 0, as unless set, takes one that is free. */
    public void setPort(int value) {
        port = value;
    }

    public int getPort() {
        return port;
    }

    /** By which name or address tests reach the server; {@code localhost} unless set. */
    public void setAddress(String value) {
        address = value;
    }

    public String getAddress() {
        return address;
    }

    /** Who may log in: {@code name:password:role,role}, one a line or with {@code ;} between; nobody unless set. */
    public void setUsers(String value) {
        users = value;
    }

    List<User> userList() {
        return User.list(users);
    }

    /** Where {@code lib/} is; unless set the property {@code serval.home}, or the variable {@code SERVAL_HOME}. */
    public void setHome(String value) {
        home = value;
    }

    Path home() {
        return Path.of(home).toAbsolutePath();
    }

    /** The directory of this server alone, which is kept; unless set a temporary one, which is deleted. */
    public void setBase(String value) {
        base = value;
    }

    /** {@code null} for a temporary directory. */
    Path base() {
        return isGiven(base) ? Path.of(base).toAbsolutePath() : null;
    }

    /** A {@code server.xml} to run with; that of the home unless set. */
    public void setServerXml(String value) {
        serverXml = value;
    }

    /** {@code null} for that of the home. */
    Path serverXml() {
        return isGiven(serverXml) ? Path.of(serverXml).toAbsolutePath() : null;
    }

    /** The JDK of the server, 17 or newer; that of the tests unless set. */
    public void setJavaHome(String value) {
        javaHome = value;
    }

    Path javaHome() {
        return Path.of(javaHome);
    }

    /** Options of the JVM with blanks between them, such as {@code -Xmx256m -Dmy.property=1}. */
    public void setJavaVmArguments(String value) {
        javaVmArguments = value;
    }

    List<String> javaVmArguments() {
        return javaVmArguments.isBlank() ? List.of() : List.of(javaVmArguments.strip().split("\\s+"));
    }

    /** Seconds until the server must answer; 60 unless set. */
    public void setStartupTimeoutSeconds(int value) {
        startupTimeoutSeconds = value;
    }

    int startupTimeoutSeconds() {
        return startupTimeoutSeconds;
    }

    /** Seconds until an application must have started or gone; 60 unless set. */
    public void setDeployTimeoutSeconds(int value) {
        deployTimeoutSeconds = value;
    }

    int deployTimeoutSeconds() {
        return deployTimeoutSeconds;
    }

    /** Seconds until the server must have stopped, before it is killed; 30 unless set. */
    public void setStopTimeoutSeconds(int value) {
        stopTimeoutSeconds = value;
    }

    int stopTimeoutSeconds() {
        return stopTimeoutSeconds;
    }

    /** Whether what the server prints is shown; {@code true} unless set. */
    public void setOutputToConsole(boolean value) {
        outputToConsole = value;
    }

    boolean outputToConsole() {
        return outputToConsole;
    }

    private static boolean isGiven(String value) {
        return value != null && !value.isBlank();
    }

    @Override public void validate() {
        if (!mode.equalsIgnoreCase("embedded") && !mode.equalsIgnoreCase("managed")) {
            throw new ConfigurationException("mode must be embedded or managed, was " + mode);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new ConfigurationException("port must be between 0 and 65535, was " + port);
        }
        userList();
        if (mode() == Mode.MANAGED) {
            validateManaged();
        }
    }

    private void validateManaged() {
        if (!isGiven(home) || !Files.isDirectory(home().resolve("lib"))) {
            throw new ConfigurationException("home must be a Serval with a lib/ directory, was " + home + "; set the"
                    + " property home in arquillian.xml, -Dserval.home, or SERVAL_HOME");
        }
        if (!Files.exists(javaHome().resolve("bin/java")) && !Files.exists(javaHome().resolve("bin/java.exe"))) {
            throw new ConfigurationException("javaHome must have a bin/java, was " + javaHome);
        }
        if (serverXml() != null && !Files.isRegularFile(serverXml())) {
            throw new ConfigurationException("serverXml must be a file, was " + serverXml);
        }
    }
}
