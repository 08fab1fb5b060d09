package io.serval.authentication;

import jakarta.security.auth.message.config.AuthConfigFactory.RegistrationContext;
import jakarta.security.auth.message.config.AuthConfigProvider;

/**
 * A provider at its place in the factory. Immutable; two are the same only if they are one object.
 */
final class Registration {
    private final RegistrationKey key;
    private final AuthConfigProvider provider;
    private final String description;
    private final ProviderEntry entry;
    private final Object owner;

    private Registration(RegistrationKey key, AuthConfigProvider provider, String description, ProviderEntry entry,
                         Object owner) {
        this.key = key;
        this.provider = provider;
        this.description = description;
        this.entry = entry;
        this.owner = owner;
    }

    /** Of an instance, in memory only. */
    static Registration ofInstance(RegistrationKey key, AuthConfigProvider provider, String description) {
        return new Registration(key, provider, description, null, null);
    }

    /** Of a class name, which the file of providers keeps. */
    static Registration ofEntry(ProviderEntry entry, AuthConfigProvider provider) {
        return new Registration(entry.key(), provider, entry.description(), entry, null);
    }

    /** Of a module of one application, which goes with it. */
    static Registration ofModule(RegistrationKey key, AuthConfigProvider provider, Object owner) {
        return new Registration(key, provider, null, null, owner);
    }

    RegistrationKey key() {
        return key;
    }

    String id() {
        return key.id();
    }

    /** {@code null} where a registration says that there shall be none. */
    AuthConfigProvider provider() {
        return provider;
    }

    /** As it stands in the file, or {@code null} if it is in memory only. */
    ProviderEntry entry() {
        return entry;
    }

    /** The context whose module it is, or {@code null}. */
    Object owner() {
        return owner;
    }

    RegistrationContext context() {
        return new Context(key.layer(), key.appContext(), description, entry != null);
    }

    private record Context(String layer, String appContext, String description, boolean persistent)
            implements RegistrationContext {
        @Override public String getMessageLayer() {
            return layer;
        }

        @Override public String getAppContext() {
            return appContext;
        }

        @Override public String getDescription() {
            return description;
        }

        @Override public boolean isPersistent() {
            return persistent;
        }
    }
}
