package io.serval.container.security;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.spi.Realm;

/** Proof of a password without sending it (RFC 7616), with {@code qop=auth}; one challenge for each algorithm. */
final class DigestAuthenticator implements Authenticator {
    private static final String SCHEME = "Digest ";

    private final Realm realm;
    private final String realmName;
    private final List<DigestAlgorithm> algorithms;
    private final Nonces nonces;

    DigestAuthenticator(Realm realm, String realmName, List<DigestAlgorithm> algorithms, Nonces nonces) {
        this.realm = realm;
        this.realmName = realmName;
        this.algorithms = algorithms;
        this.nonces = nonces;
    }

    @Override public String authType() {
        return HttpServletRequest.DIGEST_AUTH;
    }

    @Override public Attempt verify(SecuredRequest secured) {
        HttpServletRequest request = secured.servletRequest();
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Attempt.ABSENT;
        }
        Map<String, String> fields = AuthorizationFields.parse(header, SCHEME.length());
        DigestAnswer answer = fields == null ? null : DigestAnswer.of(fields, request.getMethod());
        return answer == null || !isOffered(answer) || !isAbout(answer, request) ? Attempt.REFUSED : judge(answer);
    }

    private boolean isOffered(DigestAnswer answer) {
        return algorithms.contains(answer.hash()) && realmName.equals(answer.realmName());
    }

    /** An answer made for one resource must not open another (§3.4.6). Proxies make absolute targets of it. */
    private static boolean isAbout(DigestAnswer answer, HttpServletRequest request) {
        String query = request.getQueryString();
        String target = query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
        String uri = answer.uri();
        return uri.equals(target)
                || uri.equals(request.getScheme() + "://" + request.getHeader("Host") + target);
    }

    /**
     * The password is looked at first: only who knows it is told that the nonce was stale, and only nonces of right
     * answers take memory.
     */
    private Attempt judge(DigestAnswer answer) {
        Nonces.Verdict verdict = nonces.judge(answer.nonce());
        if (verdict == Nonces.Verdict.FORGED) {
            return Attempt.REFUSED;
        }
        Attempt attempt = Attempt.of(realm.authenticate(answer), authType());
        if (!attempt.accepted()) {
            return attempt;
        }
        boolean fresh = verdict == Nonces.Verdict.GOOD && nonces.use(answer.nonce(), answer.count());
        return fresh ? attempt : Attempt.STALE;
    }

    @Override public void challenge(SecuredRequest request, Attempt attempt) throws IOException {
        HttpServletResponse response = request.servletResponse();
        String nonce = nonces.create();
        for (DigestAlgorithm algorithm : algorithms) {
            response.addHeader("WWW-Authenticate", challenge(algorithm, nonce, attempt));
        }
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    private String challenge(DigestAlgorithm algorithm, String nonce, Attempt attempt) {
        String stale = attempt.outcome() == Attempt.Outcome.STALE ? ", stale=true" : "";
        return "Digest realm=" + AuthorizationFields.quote(realmName) + ", qop=\"auth\", algorithm="
                + algorithm.token() + ", nonce=\"" + nonce + "\", charset=UTF-8" + stale;
    }

    /** Each request proves itself: a header that is there is checked, not believed for the session's sake. */
    @Override public boolean confirms(HttpServletRequest request, SessionLogin remembered) {
        return request.getHeader("Authorization") == null;
    }
}
