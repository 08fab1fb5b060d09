package io.serval.benchmarks.server;

import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one server: {@code ServerMain <name> <port> <document root> <virtual threads: true|false>}. */
public final class ServerMain {
    private ServerMain() { }

    /** The servers by the names used on the command line. */
    public enum Name {
        SERVAL, TOMCAT, JETTY, UNDERTOW;

        public static Name of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println("main " + System.currentTimeMillis());           // read by ServerProcess
        Setup setup = new Setup(Integer.parseInt(args[1]), Path.of(args[2]), Boolean.parseBoolean(args[3]));
        Logger.getLogger("").setLevel(Level.WARNING);
        server(Name.of(args[0])).start(setup);
        Thread.currentThread().join();                                      // until the process is killed
    }

    /** A switch and no lambdas: the JVM of one server is to load none of another. */
    private static BenchmarkServer server(Name name) {
        return switch (name) {
            case SERVAL -> new ServalServer();
            case TOMCAT -> new TomcatServer();
            case JETTY -> new JettyServer();
            case UNDERTOW -> new UndertowServer();
        };
    }
}
