package io.serval.authentication;

import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Tells which principal of a subject is the caller: kept among the private credentials of the subject. Immutable.
 *
 * @param principal {@code null} for a caller who is nobody
 */
record Caller(Principal principal) {
    /** The principal that was established in a subject, or {@code null} if none was. */
    static Principal of(Subject subject) {
        for (Caller each : subject.getPrivateCredentials(Caller.class)) {
            return each.principal;
        }
        return null;
    }

    /** Makes a principal the caller in place of whoever was it. */
    static void establish(Subject subject, Principal principal) {
        for (Caller each : subject.getPrivateCredentials(Caller.class)) {
            subject.getPrivateCredentials().remove(each);
            if (each.principal != null) {
                subject.getPrincipals().remove(each.principal);
            }
        }
        subject.getPrivateCredentials().add(new Caller(principal));
        if (principal != null) {
            subject.getPrincipals().add(principal);
        }
    }

    /** The names of the groups of a subject. */
    static Set<String> groups(Subject subject) {
        Set<String> names = new HashSet<>();
        subject.getPrincipals(GroupPrincipal.class).forEach(each -> names.add(each.name()));
        return names;
    }
}
