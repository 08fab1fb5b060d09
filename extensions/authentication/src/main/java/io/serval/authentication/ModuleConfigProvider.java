package io.serval.authentication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.ClientAuthConfig;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.module.ServerAuthModule;

/**
 * A provider for modules that bring none: those that its property {@code modules} names, class names with commas
 * between them, or one that exists already. All other properties are the options of the modules. Tomcat's numbered
 * properties ({@code org.apache.catalina.authenticator.jaspic.ServerAuthModule.1} and so on) name modules too.
 *
 * <p>Classes are looked for in the application first, then in the server. Immutable, safe for any thread.
 */
public final class ModuleConfigProvider implements AuthConfigProvider {
    private static final String MODULES = "modules";
    private static final String TOMCAT_PREFIX = "org.apache.catalina.authenticator.jaspic.ServerAuthModule.";

    private final List<String> classNames;
    private final Map<String, Object> options;
    private final ServerAuthModule instance;

    /**
     * @param properties see the class; {@code null} is as good as none
     * @param factory    where it registers itself for all layers and applications, or {@code null}
     * @throws IllegalArgumentException if no module is named
     */
    public ModuleConfigProvider(Map<String, String> properties, AuthConfigFactory factory) {
        Map<String, Object> rest = new LinkedHashMap<>(properties == null ? Map.of() : properties);
        classNames = takeNames(rest);
        options = Map.copyOf(rest);
        instance = null;
        if (classNames.isEmpty()) {
            throw new IllegalArgumentException("property " + MODULES + " must name at least one ServerAuthModule");
        }
        if (factory != null) {
            factory.registerConfigProvider(this, null, null, null);
        }
    }

    private ModuleConfigProvider(ServerAuthModule instance) {
        this.classNames = List.of();
        this.options = Map.of();
        this.instance = instance;
    }

    static ModuleConfigProvider of(ServerAuthModule instance) {
        return new ModuleConfigProvider(instance);
    }

    private static List<String> takeNames(Map<String, Object> properties) {
        List<String> names = new ArrayList<>();
        Object list = properties.remove(MODULES);
        for (String each : list == null ? new String[0] : list.toString().split(",")) {
            if (!each.isBlank()) {
                names.add(each.strip());
            }
        }
        for (int i = 1; properties.containsKey(TOMCAT_PREFIX + i); i++) {
            names.add(properties.remove(TOMCAT_PREFIX + i).toString().strip());
        }
        return List.copyOf(names);
    }

    /** Of no modules: nothing here speaks to other servers. */
    @Override public ClientAuthConfig getClientAuthConfig(String layer, String appContext, CallbackHandler handler) {
        return new NoClientConfig(layer, appContext);
    }

    @Override public ServerAuthConfig getServerAuthConfig(String layer, String appContext, CallbackHandler handler)
            throws AuthException {
        if (handler == null) {
            throw new AuthException("a CallbackHandler is needed: there is no default one");
        }
        return new ModuleConfig(this, layer, appContext, handler);
    }

    /** Properties are read once. */
    @Override public void refresh() {
    }

    Map<String, Object> options() {
        return options;
    }

    /** Whether all calls go to one object, whatever it is asked for. */
    boolean isInstance() {
        return instance != null;
    }

    /** The modules in the order in which they are asked, not initialised. */
    List<ServerAuthModule> modules() throws AuthException {
        if (instance != null) {
            return List.of(instance);
        }
        List<ServerAuthModule> modules = new ArrayList<>();
        for (String each : classNames) {
            try {
                modules.add(Providers.load(each, ServerAuthModule.class).getDeclaredConstructor().newInstance());
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new AuthException("module " + each + " cannot be made", e);
            }
        }
        return modules;
    }
}
