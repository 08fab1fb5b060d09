package io.serval.benchmarks.server;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** Runs one server: {@code ServerMain <name> <port> <document root> <virtual threads: true|false>}. */
public final class ServerMain {
    private ServerMain() { }

    /** The servers by the names used on the command line. */
    public enum Name {
        SERVAL(ServalServer::new), TOMCAT(TomcatServer::new), JETTY(JettyServer::new), UNDERTOW(UndertowServer::new);

        private final Supplier<BenchmarkServer> server;

        Name(Supplier<BenchmarkServer> server) {
            this.server = server;
        }

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
        Name.of(args[0]).server.get().start(setup);
        Thread.currentThread().join();                                      // until the process is killed
    }
}
