package io.serval.container;

/** A server or application that cannot be started, or not be changed as asked. The cause is what stood in the way. */
public class ServalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ServalException(String message, Throwable cause) {
        super(message, cause);
    }
}
