package io.serval.authentication;

import java.util.Map;
import javax.security.auth.Subject;

import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.config.ClientAuthConfig;
import jakarta.security.auth.message.config.ClientAuthContext;

/** Says that no modules are configured for clients. Immutable. */
final class NoClientConfig implements ClientAuthConfig {
    private final String layer;
    private final String appContext;

    NoClientConfig(String layer, String appContext) {
        this.layer = layer;
        this.appContext = appContext;
    }

    @Override public ClientAuthContext getAuthContext(String authContextID, Subject clientSubject,
                                                      Map<String, Object> properties) {
        return null;
    }

    @Override public String getMessageLayer() {
        return layer;
    }

    @Override public String getAppContext() {
        return appContext;
    }

    @Override public String getAuthContextID(MessageInfo messageInfo) {
        return null;
    }

    @Override public void refresh() {
    }

    @Override public boolean isProtected() {
        return false;
    }
}
