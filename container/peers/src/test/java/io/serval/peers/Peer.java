package io.serval.peers;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

import io.serval.container.Serval;
import io.serval.container.ServalBuilder;

/** A server with an application for each question, at {@code /q0}, {@code /q1} and so on. */
abstract class Peer {
    private static final int PATIENCE_MILLIS = 5_000;

    final String name;

    Peer(String name) {
        this.name = name;
    }

    abstract int port();

    abstract void stop() throws Exception;

    /** What a client gets, octet by octet, until the connection ends; nothing, if that does not happen. */
    String send(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    static List<Peer> all(List<Question> questions, Path work) throws Exception {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
        return List.of(new OfServal(questions, Files.createDirectories(work.resolve("docs"))),
                new OfTomcat(questions, work), new OfJetty(questions, work.resolve("docs")));
    }

    private record Initializer(Question question) implements ServletContainerInitializer {
        @Override public void onStartup(Set<Class<?>> types, ServletContext context) throws ServletException {
            try {
                question.app().setUp(context);
            } catch (Exception e) {
                throw new ServletException(question.name(), e);
            }
        }
    }

    private static final class OfServal extends Peer {
        private final Serval server;

        OfServal(List<Question> questions, Path docs) {
            super("Serval");
            ServalBuilder builder = Serval.builder().port(0);
            for (int i = 0; i < questions.size(); i++) {
                Initializer initializer = new Initializer(questions.get(i));
                builder.context("/q" + i, app -> app.resources(docs).onStartup(initializer));
            }
            server = builder.start();
        }

        @Override int port() {
            return server.port();
        }

        @Override void stop() {
            server.stop();
        }
    }

    private static final class OfTomcat extends Peer {
        private final Tomcat server = new Tomcat();

        OfTomcat(List<Question> questions, Path work) throws LifecycleException {
            super("Tomcat");
            server.setBaseDir(work.toString());
            server.setPort(0);
            for (int i = 0; i < questions.size(); i++) {
                Context context = server.addContext("/q" + i, work.resolve("docs").toString());
                context.addServletContainerInitializer(new Initializer(questions.get(i)), null);
                Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
                context.addServletMapping("/", "default");
            }
            server.getConnector();
            server.start();
        }

        @Override int port() {
            return server.getConnector().getLocalPort();
        }

        @Override void stop() throws LifecycleException {
            server.stop();
            server.destroy();
        }
    }

    private static final class OfJetty extends Peer {
        private final Server server = new Server(0);

        OfJetty(List<Question> questions, Path docs) throws Exception {
            super("Jetty");
            ContextHandlerCollection contexts = new ContextHandlerCollection();
            for (int i = 0; i < questions.size(); i++) {
                ServletContextHandler context = new ServletContextHandler("/q" + i, true, false);
                context.setBaseResourceAsPath(docs);
                context.addServletContainerInitializer(new Initializer(questions.get(i)));
                context.addServlet("org.eclipse.jetty.ee11.servlet.DefaultServlet", "/");
                contexts.addHandler(context);
            }
            server.setHandler(contexts);
            server.start();
        }

        @Override int port() {
            return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        }

        @Override void stop() throws Exception {
            server.stop();
        }
    }
}
