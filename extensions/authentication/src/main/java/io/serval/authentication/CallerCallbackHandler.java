package io.serval.authentication;

import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;

import io.serval.container.spi.AuthenticationScope;
import io.serval.container.spi.NamedPrincipal;
import io.serval.container.spi.RealmUser;

/**
 * Answers what the modules of one application ask of the server (§3.5): who the caller is, in which groups, and whether
 * a password is that of a user of the application's realm. Keys and certificates of a server are nobody's business
 * unless the application names, by the context parameter {@link #DELEGATE}, a handler that gives them out. Safe for any
 * thread.
 */
final class CallerCallbackHandler implements CallbackHandler {
    /** Class name of a {@code CallbackHandler} with a constructor without parameters, for all other callbacks. */
    static final String DELEGATE = "io.serval.authentication.callbackHandler";

    private final AuthenticationScope application;
    private volatile CallbackHandler delegate;

    CallerCallbackHandler(AuthenticationScope application) {
        this.application = application;
    }

    @Override public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback each : callbacks) {
            if (each instanceof CallerPrincipalCallback caller) {
                handle(caller);
            } else if (each instanceof GroupPrincipalCallback groups) {
                addGroups(groups.getSubject(), groups.getGroups());
            } else if (each instanceof PasswordValidationCallback password) {
                handle(password);
            } else {
                delegate(each).handle(new Callback[] {each});
            }
        }
    }

    private static void handle(CallerPrincipalCallback callback) {
        Principal principal = callback.getPrincipal();
        if (principal == null && callback.getName() != null) {
            Principal before = Caller.of(callback.getSubject());
            boolean same = before != null && callback.getName().equals(before.getName());
            principal = same ? before : new NamedPrincipal(callback.getName());
        }
        Caller.establish(callback.getSubject(), principal);
    }

    /** @param groups {@code null} takes the subject out of all groups */
    private static void addGroups(Subject subject, String[] groups) {
        if (groups == null) {
            subject.getPrincipals().removeIf(GroupPrincipal.class::isInstance);
        } else {
            Arrays.stream(groups).map(GroupPrincipal::new).forEach(subject.getPrincipals()::add);
        }
    }

    /** A right password makes its user the caller, with all their roles as groups. */
    private void handle(PasswordValidationCallback callback) {
        char[] password = callback.getPassword();
        Optional<RealmUser> known = callback.getUsername() == null || password == null ? Optional.empty()
                : application.realm().authenticate(callback.getUsername(), new String(password));
        callback.setResult(known.isPresent());
        if (known.isPresent() && callback.getSubject() != null) {
            Caller.establish(callback.getSubject(), known.get().principal());
            addGroups(callback.getSubject(), known.get().roles().toArray(String[]::new));
        }
    }

    private CallbackHandler delegate(Callback callback) throws UnsupportedCallbackException {
        if (delegate == null) {
            String className = application.context().getInitParameter(DELEGATE);
            if (className == null) {
                throw new UnsupportedCallbackException(callback, callback.getClass().getSimpleName()
                        + " has no answer here; the context parameter " + DELEGATE
                        + " may name a CallbackHandler that has one");
            }
            try {
                delegate = Providers.load(className, CallbackHandler.class).getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                UnsupportedCallbackException failure = new UnsupportedCallbackException(callback, "CallbackHandler "
                        + className + ", which the context parameter " + DELEGATE + " names, cannot be made: " + e);
                failure.initCause(e);
                throw failure;
            }
        }
        return delegate;
    }
}
