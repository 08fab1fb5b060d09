package io.serval.container.config;

/**
 * A {@code Loader} element: how an application finds its classes.
 *
 * @param delegate parent first ({@code delegate}, false: the application's own classes win, apart from those of the
 *                 JDK, the Jakarta APIs and the server)
 */
public record LoaderSettings(boolean delegate) {
    public static final LoaderSettings DEFAULT = new LoaderSettings(false);
}
