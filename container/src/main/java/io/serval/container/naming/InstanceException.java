package io.serval.container.naming;

/** An object of the application could not be made; the cause is what the application threw, where it did. */
public final class InstanceException extends ReflectiveOperationException {
    private static final long serialVersionUID = 1L;

    InstanceException(String message, Throwable cause) {
        super(message, cause);
    }
}
