package io.serval.container.spi;

/** A realm cannot say whether a user is who they claim to be; the message is for the log. */
public class RealmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RealmException(String message, Throwable cause) {
        super(message, cause);
    }
}
