package io.serval.container;

import java.nio.file.Path;
import java.util.List;

import io.serval.container.accesslog.ContextAccessLogs;
import io.serval.container.config.ContextSettings;
import io.serval.container.config.ErrorReportSettings;
import io.serval.container.engine.HostTable;
import io.serval.container.naming.GlobalNaming;
import io.serval.container.security.realm.RealmFactory;
import io.serval.container.spi.AuthenticationProvider;
import io.serval.container.spi.LifecycleListener;
import io.serval.container.spi.Realm;

/**
 * What all applications of a host share.
 *
 * @param table          all hosts
 * @param globalNaming   resources of the server
 * @param hostRealm      of the host or else the server, or {@code null}
 * @param realms         makes the realms that contexts ask for, or {@code null} if they cannot
 * @param jvmRoute       or {@code null}
 * @param authentication brings mechanisms beside those of {@code login-config}
 * @param workDir        for session stores
 * @param base           what names of files in settings are relative to
 * @param contextLogs    the access logs of single applications
 * @param listeners      of the life of applications
 * @param errorReport    how clients are told of errors, unless an application says otherwise
 */
record HostFacts(HostTable table, GlobalNaming globalNaming, Realm hostRealm, RealmFactory realms, String jvmRoute,
                 List<AuthenticationProvider> authentication, Path workDir, Path base, ContextAccessLogs contextLogs,
                 List<LifecycleListener> listeners, ErrorReportSettings errorReport) {
    /** The realm of an application: its own, or that of the host. */
    Realm realm(ContextSettings settings) {
        return settings.realm() == null || realms == null ? hostRealm : realms.create(settings.realm());
    }
}
