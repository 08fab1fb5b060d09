package io.serval.container.servlet;

/** The name the server goes by. */
final class ServerInfo {
    /** As {@code ServletContext.getServerInfo()}: name and, where it is known, version. */
    static final String NAME = name();

    private ServerInfo() { }

    private static String name() {
        String version = ServerInfo.class.getPackage().getImplementationVersion();
        return version == null ? "Serval" : "Serval/" + version;
    }
}
