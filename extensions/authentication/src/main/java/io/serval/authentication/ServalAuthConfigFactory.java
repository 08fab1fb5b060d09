package io.serval.authentication;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;
import jakarta.security.auth.message.config.RegistrationListener;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.ServletContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the providers of authentication modules of the JVM, those by class name in a file too. The first server that
 * starts makes it the system-wide factory, unless there is one already. Safe for any thread.
 *
 * <p>Whatever an application registered and only its classes can serve goes when the application stops.
 */
public final class ServalAuthConfigFactory extends AuthConfigFactory {
    /** Where the registrations are kept, below the base of a server. */
    static final String FILE = "conf/jaspic-providers.xml";

    private static final Logger log = LoggerFactory.getLogger(ServalAuthConfigFactory.class);
    /** Of a servlet context: the identifier of the registration of its module. */
    private static final String CONTEXT_ATTRIBUTE = "io.serval.authentication.registration";

    private final Registrations registrations = new Registrations();
    private final ProvidersFile file;
    /** Orders the writing of the file after the changes it tells of. */
    private final ReentrantLock fileLock = new ReentrantLock();
    /** Of the file, but their classes are not to be had: of an application that is not there, perhaps. */
    private final List<ProviderEntry> pending = new ArrayList<>();

    /**
     * With the file {@code conf/jaspic-providers.xml} of the base that {@code serval.base} or {@code catalina.base}
     * names; without a file if none of these system properties is set.
     *
     * @throws SecurityException if the file is not right; the message says where
     */
    public ServalAuthConfigFactory() {
        this(Optional.ofNullable(System.getProperty("serval.base", System.getProperty("catalina.base")))
                .map(base -> Path.of(base, FILE)).orElse(null));
    }

    /**
     * With a file that is read now, and written whenever a provider is registered by its class name.
     *
     * @param file need not exist, and is written only if its directory does; {@code null} for none
     * @throws SecurityException as {@link #ServalAuthConfigFactory()}
     */
    public ServalAuthConfigFactory(Path file) {
        this.file = file == null ? null : new ProvidersFile(file);
        refresh();
    }

    @Override public AuthConfigProvider getConfigProvider(String layer, String appContext,
                                                          RegistrationListener listener) {
        return provider(registrations.find(layer, appContext, null, listener));
    }

    /** As the public method, on behalf of an application, whose own module comes first. */
    AuthConfigProvider getConfigProvider(String layer, String appContext, ServletContext context,
                                         RegistrationListener listener) {
        return provider(registrations.find(layer, appContext, context, listener));
    }

    private static AuthConfigProvider provider(Registration found) {
        return found == null ? null : found.provider();
    }

    @Override public String registerConfigProvider(String className, Map<String, String> properties, String layer,
                                                   String appContext, String description) {
        ProviderEntry entry = new ProviderEntry(className, new RegistrationKey(layer, appContext), description,
                properties);
        registrations.add(Registration.ofEntry(entry, Providers.make(entry, null)));
        save();
        return entry.key().id();
    }

    @Override public String registerConfigProvider(AuthConfigProvider provider, String layer, String appContext,
                                                   String description) {
        RegistrationKey key = new RegistrationKey(layer, appContext);
        registrations.add(Registration.ofInstance(key, provider, description));
        return key.id();
    }

    /**
     * Registers a module for one application, until that stops.
     *
     * @param context its {@code ServletContext}
     * @throws IllegalArgumentException if the context is of another kind
     */
    @Override public String registerServerAuthModule(ServerAuthModule serverAuthModule, Object context) {
        Objects.requireNonNull(serverAuthModule, "serverAuthModule");
        if (!(context instanceof ServletContext application)) {
            throw new IllegalArgumentException("a module is registered for a ServletContext, not for " + context);
        }
        RegistrationKey key = new RegistrationKey(ServletProfileMechanism.LAYER,
                ServletProfileMechanism.appContext(application));
        registrations.add(Registration.ofModule(key, ModuleConfigProvider.of(serverAuthModule), application));
        application.setAttribute(CONTEXT_ATTRIBUTE, key.id());
        return key.id();
    }

    @Override public void removeServerAuthModule(Object context) {
        if (registrations.removeIf(each -> context != null && each.owner() == context)) {
            ((ServletContext) context).removeAttribute(CONTEXT_ATTRIBUTE);
        }
    }

    @Override public boolean removeRegistration(String registrationID) {
        Registration removed = registrations.remove(registrationID);
        if (removed == null) {
            return false;
        }
        if (removed.entry() != null) {
            save();
        }
        return true;
    }

    @Override public String[] detachListener(RegistrationListener listener, String layer, String appContext) {
        return registrations.detach(listener, layer, appContext).toArray(String[]::new);
    }

    @Override public String[] getRegistrationIDs(AuthConfigProvider provider) {
        return registrations.all().stream().filter(each -> provider == null || each.provider() == provider)
                .map(Registration::id).toArray(String[]::new);
    }

    @Override public RegistrationContext getRegistrationContext(String registrationID) {
        return registrations.all().stream().filter(each -> each.id().equals(registrationID))
                .map(Registration::context).findAny().orElse(null);
    }

    /**
     * Reads the file again: registrations that it does not name any more go, those that changed are made anew. An entry
     * whose provider cannot be made is a warning, and stays in the file.
     *
     * @throws SecurityException if the file is not right; then nothing has changed
     */
    @Override public void refresh() {
        if (file == null) {
            return;
        }
        List<ProviderEntry> entries = file.read();
        registrations.removeIf(each -> each.entry() != null
                && entries.stream().noneMatch(entry -> entry.key().equals(each.key())));
        fileLock.lock();
        try {
            pending.clear();
        } finally {
            fileLock.unlock();
        }
        entries.forEach(this::restore);
    }

    private void restore(ProviderEntry entry) {
        for (Registration each : registrations.all()) {
            if (each.key().equals(entry.key()) && each.entry() != null && each.entry().makesTheSameAs(entry)) {
                return;
            }
        }
        try {
            boolean mayRegisterItself = entry.key().layer() == null && entry.key().appContext() == null;
            AuthConfigProvider provider = Providers.make(entry, mayRegisterItself ? this : null);
            if (!mayRegisterItself || provider == null || getRegistrationIDs(provider).length == 0) {
                registrations.add(Registration.ofEntry(entry, provider));
            }
        } catch (SecurityException e) {
            log.warn("A registered authentication provider is passed over: {}", e.getMessage(), e);
            keep(entry);
        }
    }

    private void keep(ProviderEntry entry) {
        fileLock.lock();
        try {
            pending.add(entry);
        } finally {
            fileLock.unlock();
        }
    }

    private void save() {
        if (file == null) {
            return;
        }
        fileLock.lock();
        try {
            List<ProviderEntry> entries = new ArrayList<>();
            registrations.all().stream().map(Registration::entry).filter(Objects::nonNull).forEach(entries::add);
            pending.removeIf(each -> entries.stream().anyMatch(entry -> entry.key().equals(each.key())));
            entries.addAll(pending);
            file.write(entries);
        } finally {
            fileLock.unlock();
        }
    }

    /** An application has stopped: forgets its module, and whatever only its classes can serve. */
    void forget(ServletContext context) {
        removeServerAuthModule(context);
        ClassLoader gone = context.getClassLoader();
        if (gone == null || gone == getClass().getClassLoader()) {
            return;
        }
        registrations.detachIf(each -> each.getClass().getClassLoader() == gone);
        List<ProviderEntry> kept = new ArrayList<>();
        registrations.removeIf(each -> {
            boolean its = each.provider() != null && each.provider().getClass().getClassLoader() == gone;
            if (its && each.entry() != null) {
                kept.add(each.entry());
            }
            return its;
        });
        kept.forEach(this::keep);
    }
}
