package io.serval.container.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Host} element: a virtual host and the directory its applications are dropped into.
 *
 * @param name               of the host, in lower case
 * @param aliases            further names ({@code Alias} elements), in lower case
 * @param appBase            directory of applications, relative to the base ({@code webapps}); empty for none
 * @param xmlBase            directory of context files, relative to the base; {@code null} for
 *                           {@code conf/<engine>/<host>}
 * @param workDir            directory for temporary files of its applications; {@code null} for
 *                           {@code work/<engine>/<host>}
 * @param switches           what is on of {@code autoDeploy}, {@code deployOnStartup} and so on
 * @param scanInterval       between two looks into {@code appBase} ({@code scanInterval} in milliseconds, 1 s)
 * @param deployIgnore       file names that are left alone ({@code deployIgnore}), or {@code null}
 * @param startStopThreads   applications that start at the same time ({@code startStopThreads}, 1); 0 for as many as
 *                           there are processors
 * @param contexts           {@code Context} elements
 * @param realm              or {@code null} for that of the engine
 * @param valves             in the order of the chain
 * @param listeners          in declared order
 * @param location           where the element stands
 */
public record HostConfig(String name, List<String> aliases, String appBase, String xmlBase, String workDir,
                         Set<Switch> switches, Duration scanInterval, Pattern deployIgnore, int startStopThreads,
                         List<ContextSettings> contexts, RealmConfig realm, List<ValveConfig> valves,
                         List<ListenerConfig> listeners, SourceLocation location) {
    /** The yes-or-no attributes of a host. */
    public enum Switch implements SwitchAttribute {
        /** Applications are deployed, redeployed and undeployed while the server runs (true). */
        AUTO_DEPLOY("autoDeploy", true),
        /** Applications found at start are deployed (true). */
        DEPLOY_ON_STARTUP("deployOnStartup", true),
        /** WARs are unpacked (true). */
        UNPACK_WARS("unpackWARs", true),
        /** {@code META-INF/context.xml} of an application is read (true). */
        DEPLOY_XML("deployXML", true),
        /** It is copied to {@code xmlBase} (false). */
        COPY_XML("copyXML", false),
        /** {@code appBase} and {@code xmlBase} are created when missing (true). */
        CREATE_DIRS("createDirs", true),
        /** An old version of an application goes when its last session ended (false). */
        UNDEPLOY_OLD_VERSIONS("undeployOldVersions", false),
        /** A servlet that fails at start fails its application, unless the context says (false). */
        FAIL_CTX_IF_SERVLET_START_FAILS("failCtxIfServletStartFails", false);

        private final String attribute;
        private final boolean byDefault;

        Switch(String attribute, boolean byDefault) {
            this.attribute = attribute;
            this.byDefault = byDefault;
        }

        @Override public String attribute() {
            return attribute;
        }

        @Override public boolean byDefault() {
            return byDefault;
        }
    }

    public HostConfig {
        if (scanInterval.isNegative() || scanInterval.isZero()) {
            throw new IllegalArgumentException(
                    "scanInterval must be at least 1 millisecond, was " + scanInterval.toMillis());
        }
        if (startStopThreads < 0) {
            throw new IllegalArgumentException("startStopThreads must not be negative, was " + startStopThreads);
        }
        aliases = List.copyOf(aliases);
        switches = Set.copyOf(switches);
        contexts = List.copyOf(contexts);
        valves = List.copyOf(valves);
        listeners = List.copyOf(listeners);
    }

    /** Whether a switch is on. */
    public boolean is(Switch which) {
        return switches.contains(which);
    }
}
