package io.serval.connector.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that talk to each other in memory. */
final class Handshake {
    private static final int BUFFER = 64 * 1024;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER);

    Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Runs until both sides are done. */
    void run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < 50 && (!done(client) || !done(server) || underWay()); i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        if (!done(client) || !done(server)) {
            throw new SSLException("the handshake does not end");
        }
    }

    private boolean underWay() {
        return toClient.position() + toServer.position() > 0;
    }

    /** What a client says first. */
    static ByteBuffer hello(SSLEngine client) throws SSLException {
        client.beginHandshake();
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        client.wrap(ByteBuffer.allocate(0), out);
        return out.flip();
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer application = ByteBuffer.allocate(BUFFER);
        boolean moved = true;
        while (moved) {
            HandshakeStatus status = engine.getHandshakeStatus();
            moved = false;
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
                    task.run();
                }
                moved = true;
            } else if (status == HandshakeStatus.NEED_WRAP) {
                moved = engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
            } else if (in.position() > 0) {
                in.flip();
                moved = engine.unwrap(in, application).bytesConsumed() > 0;
                in.compact();
            }
        }
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }
}
