package io.serval.connector.net;

/**
 * How many connections are in which state.
 *
 * @see io.serval.connector.metrics.ConnectionMetrics
 */
record ConnectionStates(int idle, int receiving, int serving, int waiting, int upgraded, int closing) {
    static final ConnectionStates NONE = new ConnectionStates(0, 0, 0, 0, 0, 0);

    static ConnectionStates of(Iterable<Connection> connections) {
        int[] counts = new int[Connection.State.values().length];
        for (Connection connection : connections) {
            counts[connection.state().ordinal()]++;
        }
        return new ConnectionStates(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    ConnectionStates plus(ConnectionStates other) {
        return new ConnectionStates(idle + other.idle, receiving + other.receiving, serving + other.serving,
                waiting + other.waiting, upgraded + other.upgraded, closing + other.closing);
    }
}
