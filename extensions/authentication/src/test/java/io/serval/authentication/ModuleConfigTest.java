package io.serval.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.MessagePolicy.ProtectionPolicy;
import jakarta.security.auth.message.config.ServerAuthConfig;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Modules of a provider that brings none of its own (Jakarta Authentication 3.1 §2.1.5, §3.7). */
class ModuleConfigTest {
    private static final List<String> HEARD = new ArrayList<>();
    private static final CallbackHandler HANDLER = callbacks -> { };

    @BeforeEach void forget() {
        HEARD.clear();
    }

    /** Says how it was initialised, and does not care for requests. */
    public static class First implements ServerAuthModule {
        private MessagePolicy policy;

        @Override public void initialize(MessagePolicy request, MessagePolicy response, CallbackHandler handler,
                                         Map<String, Object> options) throws AuthException {
            policy = request;
            assertSame(HANDLER, handler);
            assertEquals(ProtectionPolicy.AUTHENTICATE_SENDER,
                    request.getTargetPolicies()[0].getProtectionPolicy().getID());
            HEARD.add(getClass().getSimpleName() + " mandatory=" + request.isMandatory() + ' ' + options);
            if (options.containsKey("fail")) {
                throw new AuthException("as told");
            }
        }

        @Override public Class<?>[] getSupportedMessageTypes() {
            return new Class<?>[0];
        }

        AuthStatus status() {
            return AuthStatus.SEND_FAILURE;
        }

        @Override public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service) {
            HEARD.add(getClass().getSimpleName() + " validates, mandatory=" + policy.isMandatory());
            return status();
        }

        @Override public AuthStatus secureResponse(MessageInfo message, Subject service) {
            HEARD.add(getClass().getSimpleName() + " secures");
            return AuthStatus.SEND_SUCCESS;
        }

        @Override public void cleanSubject(MessageInfo message, Subject subject) {
            HEARD.add(getClass().getSimpleName() + " cleans");
        }
    }

    /** Admits everybody. */
    public static class Second extends First {
        @Override AuthStatus status() {
            return AuthStatus.SUCCESS;
        }
    }

    private static ServerAuthConfig config(Map<String, String> properties) throws AuthException {
        return new ModuleConfigProvider(properties, null).getServerAuthConfig("HttpServlet", "localhost /", HANDLER);
    }

    private static ServerAuthContext context(ServerAuthConfig config, MessageInfo message) throws AuthException {
        return config.getAuthContext(config.getAuthContextID(message), null, Map.of());
    }

    private static MessageInfo message(boolean mandatory) {
        return new ServletMessageInfo(null, null, mandatory);
    }

    @Test void asksModulesByNameInTurnUntilOneIsContent() throws Exception {
        ServerAuthConfig config = config(Map.of("modules",
                First.class.getName() + ", " + Second.class.getName(), "colour", "red"));
        MessageInfo message = message(true);
        ServerAuthContext context = context(config, message);

        assertEquals(AuthStatus.SUCCESS, context.validateRequest(message, new Subject(), null));
        assertEquals(AuthStatus.SEND_SUCCESS, context.secureResponse(message, null));
        context.cleanSubject(message, new Subject());
        assertEquals(List.of("First mandatory=true {colour=red}", "Second mandatory=true {colour=red}",
                "First validates, mandatory=true", "Second validates, mandatory=true", "Second secures",
                "First cleans", "Second cleans"), HEARD);
    }

    @Test void makesOneSetForEachPolicy() throws Exception {
        ServerAuthConfig config = config(Map.of("modules", Second.class.getName()));

        assertSame(context(config, message(true)), context(config, message(true)));
        assertNotSame(context(config, message(true)), context(config, message(false)));
        assertEquals(List.of("Second mandatory=true {}", "Second mandatory=false {}"), HEARD);
    }

    @Test void tellsAnInstanceOfEachRequestWhetherACallerIsNeeded() throws Exception {
        ServerAuthConfig config = ModuleConfigProvider.of(new Second()).getServerAuthConfig("HttpServlet", "x",
                HANDLER);
        MessageInfo needed = message(true);
        MessageInfo open = message(false);
        context(config, needed).validateRequest(needed, new Subject(), null);
        context(config, open).validateRequest(open, new Subject(), null);

        assertEquals(List.of("Second mandatory=false {}", "Second validates, mandatory=true",
                "Second validates, mandatory=false"), HEARD);
    }

    @Test void triesAgainAfterAFailedInitialisation() throws Exception {
        ServerAuthConfig config = config(Map.of("modules", First.class.getName(), "fail", ""));
        assertThrows(AuthException.class, () -> context(config, message(false)));
        assertThrows(AuthException.class, () -> context(config, message(false)));
        assertEquals(2, HEARD.size());
        assertThrows(AuthException.class, () -> context(config(Map.of("modules", "com.example.Missing")),
                message(false)));
    }

    @Test void hasNoModulesForClientsAndNoHandlerOfItsOwn() throws Exception {
        ModuleConfigProvider provider = ModuleConfigProvider.of(new First());
        assertNull(provider.getClientAuthConfig("SOAP", "x", HANDLER).getAuthContext(null, null, null));
        assertThrows(AuthException.class, () -> provider.getServerAuthConfig("HttpServlet", "x", null));
        assertThrows(IllegalArgumentException.class, () -> new ModuleConfigProvider(Map.of("modules", " , "), null));
    }
}
