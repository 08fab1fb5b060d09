package io.serval.connector.http2;

import java.io.IOException;
import java.net.Socket;

/** HTTP/2 for tests of other rooms. */
public final class Sessions {
    private Sessions() { }

    /** The status of a request for that authority on a connected socket. */
    public static int statusOf(Socket socket, String authority) throws IOException {
        try (H2Client client = new H2Client(socket)) {
            client.authority = authority;
            return client.get(1, "/").status();
        }
    }
}
