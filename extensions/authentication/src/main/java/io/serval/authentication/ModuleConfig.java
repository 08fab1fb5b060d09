package io.serval.authentication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;

/**
 * The modules of one application: made by class name there are two sets, one for requests that need a caller and one
 * for those that do not, as policies are told at initialisation. Made by the first request, while others wait for it; a
 * failure is tried again by the next. Safe for any thread.
 */
final class ModuleConfig implements ServerAuthConfig {
    private static final int OPTIONAL = 0;
    private static final int MANDATORY = 1;

    private final ModuleConfigProvider provider;
    private final String layer;
    private final String appContext;
    private final CallbackHandler handler;
    private final AtomicReferenceArray<FutureTask<ServerAuthContext>> contexts = new AtomicReferenceArray<>(2);

    ModuleConfig(ModuleConfigProvider provider, String layer, String appContext, CallbackHandler handler) {
        this.provider = provider;
        this.layer = layer;
        this.appContext = appContext;
        this.handler = handler;
    }

    @Override public ServerAuthContext getAuthContext(String authContextID, Subject serviceSubject,
                                                      Map<String, Object> properties) throws AuthException {
        int index = Boolean.parseBoolean(authContextID) && !provider.isInstance() ? MANDATORY : OPTIONAL;
        FutureTask<ServerAuthContext> known = contexts.get(index);
        if (known == null) {
            FutureTask<ServerAuthContext> first = new FutureTask<>(() -> make(index, properties));
            known = contexts.compareAndExchange(index, null, first);
            if (known == null) {
                known = first;
                first.run();
            }
        }
        try {
            return known.get();
        } catch (ExecutionException e) {
            contexts.compareAndSet(index, known, null);
            throw e.getCause() instanceof AuthException failure ? failure
                    : new AuthException("the authentication modules of " + appContext + " cannot be initialised",
                            e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthException("interrupted while waiting for an authentication module to be initialised", e);
        }
    }

    private ServerAuthContext make(int index, Map<String, Object> properties) throws AuthException {
        Map<String, Object> options = new HashMap<>(provider.options());
        if (properties != null) {
            options.putAll(properties);
        }
        RequestPolicy.Current current = provider.isInstance() ? new RequestPolicy.Current() : null;
        MessagePolicy policy = current != null ? current : RequestPolicy.of(index == MANDATORY);
        List<ServerAuthModule> modules = provider.modules();
        for (ServerAuthModule each : modules) {
            each.initialize(policy, null, handler, options);
        }
        return new ModuleContext(modules, current);
    }

    @Override public String getMessageLayer() {
        return layer;
    }

    @Override public String getAppContext() {
        return appContext;
    }

    @Override public String getAuthContextID(MessageInfo messageInfo) {
        return String.valueOf(RequestPolicy.isMandatory(messageInfo));
    }

    /** Nothing can have changed. */
    @Override public void refresh() {
    }

    @Override public boolean isProtected() {
        return true;
    }
}
