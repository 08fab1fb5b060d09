package io.serval.container.startup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ServerConfig;

/**
 * Waits at the {@code port} of the {@code Server} element for somebody who knows the shutdown command. A thread of its
 * own; one client at a time, each with ten seconds and no more bytes than a command has.
 */
final class ShutdownListener implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(ShutdownListener.class);
    private static final int BACKLOG = 1;
    private static final int CLIENT_MILLIS = 10_000;
    private static final int LONGEST = 1_024;

    private final ServerSocket socket;
    private final String command;
    private final Runnable onCommand;

    private ShutdownListener(ServerSocket socket, String command, Runnable onCommand) {
        this.socket = socket;
        this.command = command;
        this.onCommand = onCommand;
    }

    /**
     * Takes the port and begins to wait.
     *
     * @param onCommand called once by the thread of the listener
     * @return the listener, or {@code null} if the configuration wants none
     * @throws StartException if the port cannot be had
     */
    static ShutdownListener open(ServerConfig config, Runnable onCommand) {
        if (config.port() == -1) {
            return null;
        }
        try {
            ServerSocket socket = new ServerSocket(config.port(), BACKLOG, InetAddress.getByName(config.address()));
            ShutdownListener listener = new ShutdownListener(socket, config.shutdown(), onCommand);
            Thread thread = new Thread(listener::listen, "serval-shutdown-listener");
            thread.setDaemon(true);
            thread.start();
            return listener;
        } catch (IOException e) {
            throw new StartException("The shutdown port " + config.port() + " on " + config.address()
                    + " cannot be opened: " + e.getMessage() + ". It is the attribute port of Server at "
                    + config.location() + "; another server may have it. Choose another number, or -1 for none");
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.setSoTimeout(CLIENT_MILLIS);
                if (isCommand(client)) {
                    onCommand.run();
                    return;
                }
            } catch (IOException e) {
                log.debug("A client of the shutdown port went: {}", e.toString());
            }
        }
    }

    private boolean isCommand(Socket client) throws IOException {
        String word = word(client.getInputStream());
        if (word.equals(command)) {
            log.info("A valid shutdown command was received on the shutdown port. Stopping the server");
            return true;
        }
        log.warn("Somebody at {} sent the shutdown port another word than the command", client.getInetAddress());
        return false;
    }

    /** What comes before the first control character. */
    private static String word(InputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int c = in.read(); c >= ' ' && c != 127 && word.length() < LONGEST; c = in.read()) {
            word.append((char) c);
        }
        return new String(word.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Sends the command to a server. @throws IOException if nobody is there */
    static void send(ServerConfig config) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName(config.address()), config.port())) {
            socket.getOutputStream().write(config.shutdown().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override public void close() throws IOException {
        socket.close();
    }
}
