package io.serval.connector;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about the running process, at a Unix domain socket in a directory that only the user of the process
 * can enter. A question is a word of up to 64 letters, the answer a text up to the end of the stream. A thread of its
 * own, one client at a time: who gets here has no need to be defended against.
 */
public final class ControlSocket implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(ControlSocket.class);
    private static final int LONGEST = 64;

    private final ServerSocketChannel socket;
    private final Path path;
    private final Map<String, Supplier<String>> answers;

    private ControlSocket(ServerSocketChannel socket, Path path, Map<String, Supplier<String>> answers) {
        this.socket = socket;
        this.path = path;
        this.answers = answers;
    }

    /** Where the socket is. @param run the directory of run files of the process */
    public static Path path(Path run) {
        return run.resolve("control").resolve("serval.sock");
    }

    /**
     * Begins to listen; on a system without such sockets or permissions there is only a line in the log.
     *
     * @param answers by question; called by the thread of the socket
     * @return {@code null} if it cannot be had
     */
    public static ControlSocket open(Path run, Map<String, Supplier<String>> answers) {
        Path path = path(run);
        try {
            Files.createDirectories(run);
            Path directory = path.getParent();
            if (!Files.exists(directory)) {
                Files.createDirectory(directory,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Files.deleteIfExists(path);                     // of a process that was killed: the base is locked
            ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            socket.bind(UnixDomainSocketAddress.of(path));
            ControlSocket control = new ControlSocket(socket, path, answers);
            Thread thread = new Thread(control::listen, "serval-control");
            thread.setDaemon(true);
            thread.start();
            return control;
        } catch (IOException | UnsupportedOperationException e) {
            log.info("There is no control socket, so nobody can ask this server: {}", e.toString());
            return null;
        }
    }

    private void listen() {
        while (socket.isOpen()) {
            try (SocketChannel client = socket.accept()) {
                answer(client);
            } catch (IOException e) {
                log.debug("A client of the control socket went: {}", e.toString());
            }
        }
    }

    private void answer(SocketChannel client) throws IOException {
        StringBuilder question = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (question.length() < LONGEST && client.read(one.clear()) > 0 && one.get(0) != '\n') {
            question.append((char) one.get(0));
        }
        Supplier<String> answer = answers.get(question.toString());
        String text = answer == null ? "There are: " + String.join(", ", answers.keySet()) + '\n' : answer.get();
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** Asks the server of a base. @throws IOException if nobody is there */
    public static String ask(Path run, String question) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path(run)))) {
            channel.write(ByteBuffer.wrap((question + '\n').getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(path);
    }
}
