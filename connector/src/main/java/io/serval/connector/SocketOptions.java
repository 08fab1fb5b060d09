package io.serval.connector;

/**
 * Options of listening and accepted sockets. Sizes in bytes.
 *
 * @param backlog        connections the system queues before they are accepted ({@code acceptCount}, 100)
 * @param tcpNoDelay     sends small segments at once ({@code tcpNoDelay}, true)
 * @param keepAlive      lets the system probe silent peers ({@code soKeepAlive}, false)
 * @param receiveBuffer  size of the system's receive buffer; 0 for the system's choice ({@code rxBufSize})
 * @param sendBuffer     size of the system's send buffer; 0 for the system's choice ({@code txBufSize})
 * @param reuseAddress   binds although connections of an earlier owner linger ({@code soReuseAddress}, true)
 * @param reusePort      shares the port with other processes that ask for the same ({@code soReusePort}, false)
 */
public record SocketOptions(int backlog, boolean tcpNoDelay, boolean keepAlive, int receiveBuffer, int sendBuffer,
                            boolean reuseAddress, boolean reusePort) {
    public static final SocketOptions DEFAULT = new SocketOptions(100, true, false, 0, 0, true, false);

    public SocketOptions withBacklog(int connections) {
        return new SocketOptions(connections, tcpNoDelay, keepAlive, receiveBuffer, sendBuffer, reuseAddress,
                reusePort);
    }
}
