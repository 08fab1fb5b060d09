package io.serval.benchmarks.server;

import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one server: {@code ServerMain <name> <arguments of its setup>}. */
public final class ServerMain {
    private ServerMain() { }

    /** The servers by the names used on the command line. */
    public enum Name {
        SERVAL("serval-", "asm-", "jakarta.", "slf4j-"),
        TOMCAT("tomcat-"),
        JETTY("jetty-", "jakarta.", "slf4j-"),
        UNDERTOW("undertow-", "xnio-", "wildfly-", "jboss-", "jakarta.");

        private final List<String> jars;

        Name(String... jars) {
            this.jars = List.of(jars);
        }

        public static Name of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        /** Whether a program that embeds the server has this jar: each runs with its own and no other. */
        public boolean needs(String jar) {
            return jars.stream().anyMatch(jar::startsWith);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        List<String> arguments = List.of(args);
        server(Name.of(args[0])).start(Setup.parse(arguments.subList(1, arguments.size())));
        Thread.currentThread().join();                                      // until the process is killed
    }

    /** A switch and no lambdas, so that the JVM of one server loads no class of another. */
    private static BenchmarkServer server(Name name) {
        return switch (name) {
            case SERVAL -> new ServalServer();
            case TOMCAT -> new TomcatServer();
            case JETTY -> new JettyServer();
            case UNDERTOW -> new UndertowServer();
        };
    }
}
