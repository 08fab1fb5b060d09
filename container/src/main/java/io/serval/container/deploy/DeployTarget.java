package io.serval.container.deploy;

/**
 * Where {@link HostDeployer} takes applications to. Calls for different names may come at the same time; those for one
 * name follow each other, but for {@link #fail}.
 */
public interface DeployTarget {
    /**
     * Starts an application and serves it.
     *
     * @throws Exception the cause if it does not start; nothing of it is left then
     */
    void deploy(WebAppSource source) throws Exception;

    /**
     * Starts an application beside the running one of the same name, then lets it take over, then stops the old one.
     *
     * @throws Exception the cause if the new one does not start; the old one serves on then
     */
    void replace(WebAppSource source) throws Exception;

    /** Takes an application out of service for good; without effect if there is none of that name. */
    void undeploy(ContextName name);

    /** Stops an application because the server stops: its sessions are kept if they can be. */
    default void stop(ContextName name) {
        undeploy(name);
    }

    /** Whether an application is known to have no session and no request: an old version of it may go then. */
    default boolean isIdle(ContextName name) {
        return false;
    }

    /**
     * Answers requests for an application that could not be started with status 503, until it is deployed. Also called
     * while {@link #deploy} of it takes too long; without effect if that has come to its end meanwhile.
     */
    void fail(ContextName name, Throwable cause);
}
