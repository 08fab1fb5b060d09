package io.serval.authentication;

/**
 * What a provider is registered for. Immutable.
 *
 * @param layer      {@code null} for all layers
 * @param appContext {@code null} for all applications
 */
record RegistrationKey(String layer, String appContext) {
    /** One identifier for each key, and never the same for two. */
    String id() {
        return (layer == null ? "*" : layer.length() + ":" + layer) + '/' + (appContext == null ? "*" : appContext);
    }
}
