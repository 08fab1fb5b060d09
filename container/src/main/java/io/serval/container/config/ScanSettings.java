package io.serval.container.config;

/**
 * What deployment looks for in an application. Everything is on for a WAR; an embedder that registers all by program
 * turns all off.
 *
 * @param webXml             {@code WEB-INF/web.xml} is read
 * @param serverDefaults     the server's {@code conf/web.xml} is merged below it
 * @param fragments          {@code META-INF/web-fragment.xml} of libraries is read
 * @param annotations        classes are searched for {@code @WebServlet} and its kin
 * @param initializers       {@code ServletContainerInitializer}s are found as services
 * @param containerSciFilter regular expression; initializers of the server whose class name it finds are left out
 *                           ({@code containerSciFilter}), or {@code null}
 * @param jarsToSkip         file name patterns with {@code *}, comma-separated, of libraries without anything to find
 *                           ({@code JarScanFilter pluggabilitySkip}), empty for none
 */
public record ScanSettings(boolean webXml, boolean serverDefaults, boolean fragments, boolean annotations,
                           boolean initializers, String containerSciFilter, String jarsToSkip) {
    /** Everything is looked for. */
    public static final ScanSettings DEFAULT = new ScanSettings(true, true, true, true, true, null, "");
    /** Nothing is looked for: the program says all. */
    public static final ScanSettings NONE = new ScanSettings(false, false, false, false, false, null, "");
}
