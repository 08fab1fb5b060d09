package io.serval.authentication;

import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.CertStoreCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.auth.message.callback.PrivateKeyCallback;
import jakarta.security.auth.message.callback.SecretKeyCallback;
import jakarta.security.auth.message.callback.TrustStoreCallback;
import jakarta.servlet.ServletContext;

import org.junit.jupiter.api.Test;

import io.serval.container.spi.AuthenticationScope;
import io.serval.container.spi.NamedPrincipal;
import io.serval.container.spi.Realm;
import io.serval.container.spi.RealmUser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CallerCallbackHandlerTest {
    private final Principal ada = new NamedPrincipal("ada");
    private final Realm realm = (name, password) -> password.equals("a")
            ? Optional.of(new RealmUser(ada, Set.of("R1", "R2"))) : Optional.empty();
    private final Subject subject = new Subject();

    private CallerCallbackHandler handler(String delegate) {
        ServletContext context = (ServletContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {ServletContext.class}, (proxy, method, args) -> {
                    assertEquals("getInitParameter", method.getName());
                    return delegate;
                });
        return new CallerCallbackHandler(new AuthenticationScope(context, realm, null));
    }

    private void handle(Callback... callbacks) throws Exception {
        handler(null).handle(callbacks);
    }

    @Test void establishesCallerAndGroups() throws Exception {
        handle(new CallerPrincipalCallback(subject, "bob"), new GroupPrincipalCallback(subject, new String[] {"a"}),
                new GroupPrincipalCallback(subject, new String[] {"b", "a"}));
        assertEquals("bob", Caller.of(subject).getName());
        assertEquals(Set.of("a", "b"), Caller.groups(subject));
        assertEquals(3, subject.getPrincipals().size());

        handle(new CallerPrincipalCallback(subject, ada), new GroupPrincipalCallback(subject, null));
        assertSame(ada, Caller.of(subject));
        assertEquals(Set.of(ada), subject.getPrincipals());
        handle(new CallerPrincipalCallback(subject, (Principal) null));
        assertNull(Caller.of(subject));
        assertEquals(Set.of(), subject.getPrincipals());
    }

    @Test void makesTheUserOfARightPasswordTheCaller() throws Exception {
        PasswordValidationCallback wrong = new PasswordValidationCallback(subject, "ada", "b".toCharArray());
        PasswordValidationCallback none = new PasswordValidationCallback(subject, "ada", null);
        handle(wrong, none);
        assertFalse(wrong.getResult() || none.getResult());
        assertNull(Caller.of(subject));

        PasswordValidationCallback right = new PasswordValidationCallback(subject, "ada", "a".toCharArray());
        PasswordValidationCallback onlyAsked = new PasswordValidationCallback(null, "ada", "a".toCharArray());
        handle(right, onlyAsked, new CallerPrincipalCallback(subject, "ada"));
        assertTrue(right.getResult() && onlyAsked.getResult());
        assertSame(ada, Caller.of(subject), "the principal of the realm, which has that name");
        assertEquals(Set.of("R1", "R2"), Caller.groups(subject));
    }

    @Test void leavesKeysAndCertificatesToTheHandlerThatIsNamed() throws Exception {
        for (Callback each : new Callback[] {new CertStoreCallback(), new TrustStoreCallback(),
            new PrivateKeyCallback(new PrivateKeyCallback.AliasRequest("k")),
            new SecretKeyCallback(new SecretKeyCallback.AliasRequest("k"))}) {
            UnsupportedCallbackException failure = assertThrows(UnsupportedCallbackException.class,
                    () -> handle(each));
            assertSame(each, failure.getCallback());
            assertTrue(failure.getMessage().contains(CallerCallbackHandler.DELEGATE), failure.getMessage());
        }
        SecretKeyCallback asked = new SecretKeyCallback(new SecretKeyCallback.AliasRequest("k"));
        handler(Keys.class.getName()).handle(new Callback[] {asked});
        assertEquals("AES", asked.getKey().getAlgorithm());
        assertThrows(UnsupportedCallbackException.class,
                () -> handler("com.example.Missing").handle(new Callback[] {asked}));
    }

    /** Gives out one key. */
    public static final class Keys implements CallbackHandler {
        @Override public void handle(Callback[] callbacks) {
            ((SecretKeyCallback) callbacks[0]).setKey(new SecretKeySpec(new byte[16], "AES"));
        }
    }
}
