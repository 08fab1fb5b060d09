package io.serval.arquillian;

import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/**
 * The properties of the container in {@code arquillian.xml}: {@code port} (0, any that is free) and {@code address}
 * ({@code localhost}). Filled in by Arquillian, by its setters.
 */
public final class ServalConfiguration implements ContainerConfiguration {
    private static final int MAX_PORT = 65_535;

    private int port;
    private String address = "localhost";

    public int getPort() {
        return port;
    }

    public void setPort(int value) {
        port = value;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String value) {
        address = value;
    }

    @Override public void validate() {
        if (port < 0 || port > MAX_PORT) {
            throw new ConfigurationException("port must be between 0 and 65535, was " + port);
        }
    }
}
