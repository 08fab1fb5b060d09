package io.serval.authentication;

import java.util.List;
import javax.security.auth.Subject;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;

/**
 * Modules one of which is enough: they are asked in turn until one does not say {@code SEND_FAILURE}, and that one
 * secures the response. The modules before it must not have committed the response, nor called {@code sendError}.
 * Immutable, safe for any thread if the modules are.
 */
final class ModuleContext implements ServerAuthContext {
    private static final String DECIDER = ModuleContext.class.getName();

    private final List<ServerAuthModule> modules;
    /** {@code null} if the modules know already whether a caller is needed. */
    private final RequestPolicy.Current policy;

    ModuleContext(List<ServerAuthModule> modules, RequestPolicy.Current policy) {
        this.modules = List.copyOf(modules);
        this.policy = policy;
    }

    @Override public AuthStatus validateRequest(MessageInfo messageInfo, Subject clientSubject,
                                                Subject serviceSubject) throws AuthException {
        if (policy == null) {
            return validate(messageInfo, clientSubject, serviceSubject);
        }
        policy.enter(RequestPolicy.isMandatory(messageInfo));
        try {
            return validate(messageInfo, clientSubject, serviceSubject);
        } finally {
            policy.leave();
        }
    }

    private AuthStatus validate(MessageInfo messageInfo, Subject client, Subject service) throws AuthException {
        AuthStatus status = AuthStatus.SEND_FAILURE;
        for (ServerAuthModule each : modules) {
            status = each.validateRequest(messageInfo, client, service);
            if (status != AuthStatus.SEND_FAILURE) {
                messageInfo.getMap().put(DECIDER, each);
                return status;
            }
        }
        return status;
    }

    @Override public AuthStatus secureResponse(MessageInfo messageInfo, Subject serviceSubject) throws AuthException {
        return messageInfo.getMap().get(DECIDER) instanceof ServerAuthModule decider
                ? decider.secureResponse(messageInfo, serviceSubject) : AuthStatus.SEND_SUCCESS;
    }

    @Override public void cleanSubject(MessageInfo messageInfo, Subject subject) throws AuthException {
        for (ServerAuthModule each : modules) {
            each.cleanSubject(messageInfo, subject);
        }
    }
}
