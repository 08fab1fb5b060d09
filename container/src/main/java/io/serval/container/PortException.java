package io.serval.container;

import java.io.IOException;

/**
 * A connector that cannot listen: another process has the port (the cause is a {@link java.net.BindException}), the
 * address is not known, or its certificate cannot be read.
 */
public final class PortException extends ServalException {
    private static final long serialVersionUID = 1;

    private final String address;
    private final int port;

    PortException(String address, int port, IOException cause) {
        super("cannot listen on port " + port + (address == null ? "" : " of " + address) + ": " + cause.getMessage(),
                cause);
        this.address = address;
        this.port = port;
    }

    /** The address as configured, or {@code null} for all. */
    public String address() {
        return address;
    }

    /** The port as configured. */
    public int port() {
        return port;
    }
}
