package io.serval.container.descriptor;

/**
 * A web application cannot be deployed as it is declared. The message starts with the place of the mistake and says
 * what would be valid; it is for the administrator, never for a client.
 */
public final class DeploymentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SourceLocation location;

    /** A mistake at a known place. */
    public DeploymentException(SourceLocation location, String problem) {
        this(location, problem, null);
    }

    /** A mistake of the application as a whole. */
    public DeploymentException(String problem) {
        this(SourceLocation.NONE, problem, null);
    }

    /** @param cause what showed it, or {@code null} */
    public DeploymentException(SourceLocation location, String problem, Throwable cause) {
        super(location.file().isEmpty() ? problem : location + ": " + problem, cause);
        this.location = location;
    }

    /** Where the mistake stands; {@link SourceLocation#NONE} if that is not known. */
    public SourceLocation location() {
        return location == null ? SourceLocation.NONE : location;
    }
}
