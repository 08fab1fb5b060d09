package io.serval.connector;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a Unix domain socket: a file that comes with the socket, and has to go with it. */
final class UnixListener {
    private static final Logger log = LoggerFactory.getLogger(UnixListener.class);

    private UnixListener() { }

    static ServerSocketChannel bind(Endpoint endpoint, int backlog) throws IOException {
        Path path = endpoint.unixPath();
        removeStale(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path), backlog);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(endpoint.unixPermissions()));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw Listener.describe(path, e);
        }
    }

    /** A socket nobody listens on was left by a process that ended in a hurry; anything else is not ours to remove. */
    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            if (isSocket(path)) {
                Files.delete(path);
                return;
            }
            throw new BindException("cannot listen on " + path + ": there is a file of that name");
        }
        throw new BindException("cannot listen on " + path + ": somebody listens on it already");
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.readAttributes(path, "isOther").get("isOther").equals(Boolean.TRUE);
    }

    static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("The Unix domain socket {} could not be removed: {}", path, e.toString());
        }
    }
}
