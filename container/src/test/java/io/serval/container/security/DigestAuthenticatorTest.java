package io.serval.container.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DigestAuthenticatorTest {
    private static final String REALM = "http-auth@example.org";

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Nonces nonces = new Nonces(Duration.ofMinutes(5), 2, clock::get);
    private final TestRealm users = new TestRealm().user("Mufasa", "Circle of Life", "lion")
            .user("Jäsøn Doe", "Secret, or not?", "dog");
    private final DigestAuthenticator authenticator = new DigestAuthenticator(users, REALM,
            List.of(DigestAlgorithm.SHA_512_256, DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), nonces);

    /** An answer as a client makes it, its response computed of the password. */
    private static String answer(DigestAlgorithm algorithm, String user, String password, String method, String uri,
                                 String nonce, int count) {
        String nc = String.format("%08x", count);
        String response = response(algorithm, user, password, method, uri, nonce, nc);
        return "Digest username=\"" + user + "\", realm=\"" + REALM + "\", uri=\"" + uri + "\", algorithm="
                + algorithm.token() + ", nonce=\"" + nonce + "\", nc=" + nc + ", cnonce=\"c\", qop=auth, response=\""
                + response + '"';
    }

    private static String response(DigestAlgorithm algorithm, String user, String password, String method, String uri,
                                   String nonce, String nc) {
        String ha1 = hex(algorithm, user + ':' + REALM + ':' + password);
        return hex(algorithm, ha1 + ':' + nonce + ':' + nc + ":c:auth:" + hex(algorithm, method + ':' + uri));
    }

    private static String hex(DigestAlgorithm algorithm, String text) {
        byte[] digest = algorithm.newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static String mufasa(String nonce, int count) {
        return answer(DigestAlgorithm.SHA_256, "Mufasa", "Circle of Life", "GET", "/dir/index.html", nonce, count);
    }

    private Attempt verify(String authorization) {
        return authenticator.verify(FakeRequest.get("/dir/index.html").header("Authorization", authorization));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MD5,     8ca523f5e9506fed4657c9700eebdbec",
        "SHA_256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void agreesWithTheFirstExampleOfRfc7616(DigestAlgorithm algorithm, String response) {
        DigestAnswer answer = DigestAnswer.of(Map.of("username", "Mufasa", "realm", REALM, "uri", "/dir/index.html",
                "algorithm", algorithm.token(), "nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "nc", "00000001", "cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "qop", "auth",
                "response", response, "opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"), "GET");

        assertTrue(answer.matchesPassword("Circle of Life"));
        assertTrue(answer.matchesDigest(hex(algorithm, "Mufasa:" + REALM + ":Circle of Life")));
        assertFalse(answer.matchesPassword("Circle of life"));
    }

    /** Its response as corrected by erratum 4897, with the name in the clear. */
    @Test void agreesWithTheSecondExampleOfRfc7616() {
        DigestAnswer answer = DigestAnswer.of(Map.of("username*", "UTF-8''J%C3%A4s%C3%B8n%20Doe",
                "realm", "api@example.org", "uri", "/doe.json", "algorithm", "SHA-512-256",
                "nonce", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", "nc", "00000001",
                "cnonce", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", "qop", "auth", "response",
                "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"), "GET");

        assertEquals("Jäsøn Doe", answer.userName());
        assertTrue(answer.matchesPassword("Secret, or not?"));
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void acceptsTheRightAnswerOfEachAlgorithm(DigestAlgorithm algorithm) {
        Attempt attempt = verify(answer(algorithm, "Mufasa", "Circle of Life", "GET", "/dir/index.html",
                nonces.create(), 1));

        assertEquals(Attempt.Outcome.ACCEPTED, attempt.outcome());
        assertEquals("Mufasa", attempt.identity().name());
        assertEquals("DIGEST", attempt.identity().authType());
    }

    @Test void challengesOnceForEachAlgorithmBestFirst() throws Exception {
        FakeRequest request = FakeRequest.get("/");
        authenticator.challenge(request, Attempt.ABSENT);
        List<String> challenges = request.responseHeaders.get("WWW-Authenticate");

        assertEquals(401, request.status);
        assertEquals(3, challenges.size());
        assertTrue(challenges.get(0).matches("Digest realm=\"http-auth@example.org\", qop=\"auth\", "
                + "algorithm=SHA-512-256, nonce=\"[\\w-]{43}\", charset=UTF-8"), challenges.get(0));
        assertTrue(challenges.get(2).contains("algorithm=MD5"));
    }

    @Test void countsEachUseOfANonceOnceInAnyOrder() {
        String nonce = nonces.create();

        for (int count : new int[] {1, 3, 2, 70, 69, 8}) {
            assertTrue(verify(mufasa(nonce, count)).accepted(), "count " + count);
        }
        for (int count : new int[] {1, 2, 3, 70, 69, 8, 5}) {
            assertEquals(Attempt.STALE, verify(mufasa(nonce, count)), "count " + count);
        }
    }

    @Test void takesOldNoncesForStaleButOnlyWithTheRightPassword() throws Exception {
        String nonce = nonces.create();
        clock.addAndGet(Duration.ofMinutes(5).toMillis() + 1);
        FakeRequest request = FakeRequest.get("/");
        Attempt attempt = verify(mufasa(nonce, 1));
        authenticator.challenge(request, attempt);

        assertEquals(Attempt.STALE, attempt);
        assertTrue(request.responseHeader("WWW-Authenticate").endsWith(", stale=true"));
        assertEquals(Attempt.REFUSED, verify(answer(DigestAlgorithm.MD5, "Mufasa", "guess", "GET", "/dir/index.html",
                nonce, 1)));
    }

    @Test void acceptsANonceUntilTheVeryEndOfItsTime() {
        String nonce = nonces.create();
        clock.addAndGet(Duration.ofMinutes(5).toMillis());

        assertTrue(verify(mufasa(nonce, 1)).accepted());
    }

    @Test void refusesNoncesOfOthersWithoutAskingTheRealm() {
        String forged = "B" + nonces.create().substring(1);
        String foreign = new Nonces(Duration.ofMinutes(5), 2, clock::get).create();

        for (String bad : List.of(forged, foreign, "", "xyz", "****")) {
            assertEquals(Attempt.REFUSED, verify(mufasa(bad, 1)), bad);
        }
        assertEquals(0, users.asked);
    }

    @Test void neverAcceptsAReplayOfANonceThatHadToBeForgotten() {
        String first = nonces.create();
        assertTrue(verify(mufasa(first, 1)).accepted());
        for (int other = 0; other < 2; other++) {
            clock.incrementAndGet();
            assertTrue(verify(mufasa(nonces.create(), 1)).accepted());
        }

        assertEquals(Attempt.STALE, verify(mufasa(first, 1)));
        assertEquals(Attempt.STALE, verify(mufasa(first, 2)), "it counts as too old");
        clock.incrementAndGet();
        assertTrue(verify(mufasa(nonces.create(), 1)).accepted(), "fresh nonces are good");
    }

    @Test void keepsNoncesThatAreInUseWhenOldOnesCanGo() {
        String old = nonces.create();
        verify(mufasa(old, 1));
        clock.addAndGet(Duration.ofMinutes(4).toMillis());
        String young = nonces.create();
        verify(mufasa(young, 1));
        clock.addAndGet(Duration.ofMinutes(2).toMillis());
        verify(mufasa(nonces.create(), 1));

        assertTrue(verify(mufasa(young, 2)).accepted());
        assertEquals(Attempt.STALE, verify(mufasa(young, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "realm", "uri", "nonce", "nc", "cnonce", "qop", "response"})
    void refusesAnAnswerWithoutOneOfItsParts(String missing) {
        String answer = mufasa(nonces.create(), 1).replaceAll("\\b" + missing + "=", "other=");

        assertEquals(Attempt.REFUSED, verify(answer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "qop=auth,|qop=auth-int,", "nc=00000001|nc=1", "nc=00000001|nc=0000000g", "nc=00000001|nc=00000000",
        "algorithm=SHA-256|algorithm=SHA-256-sess", "algorithm=SHA-256|algorithm=SHA-1",
        "algorithm=SHA-256|algorithm=MD5", "realm=\"http|realm=\"other", "qop=auth,|qop=auth, userhash=true,",
        "/dir/index.html|/other.html", "username=\"Mufasa\"|username=\"Mufasa\", username*=UTF-8''Mufasa",
        "cnonce=\"c\"|cnonce=\"c", "Digest |Digest x, ", "qop=auth,|qop=auth qop=auth,"
    })
    void refusesAnAnswerWithAPartThatIsNotRight(String part, String wrong) {
        String answer = mufasa(nonces.create(), 1);
        String changed = answer.replace(part, wrong);

        assertNotEquals(answer, changed);
        assertEquals(Attempt.REFUSED, verify(changed));
    }

    @Test void bindsTheAnswerToMethodAndTarget() {
        String nonce = nonces.create();
        String header = answer(DigestAlgorithm.MD5, "Mufasa", "Circle of Life", "GET", "/a?b=c", nonce, 1);

        assertFalse(authenticator.verify(new FakeRequest("PUT", "/a").query("b=c").header("Authorization", header))
                .accepted());
        assertFalse(authenticator.verify(FakeRequest.get("/a").header("Authorization", header)).accepted());
        assertFalse(authenticator.verify(FakeRequest.get("/a").query("b=d").header("Authorization", header))
                .accepted());
        assertTrue(authenticator.verify(FakeRequest.get("/a").query("b=c").header("Authorization", header))
                .accepted());
    }

    @Test void acceptsTheAbsoluteTargetThatAProxyMakes() {
        String header = answer(DigestAlgorithm.MD5, "Mufasa", "Circle of Life", "GET", "http://example.org/a",
                nonces.create(), 1);

        assertTrue(authenticator.verify(FakeRequest.get("/a").header("Host", "example.org")
                .header("Authorization", header)).accepted());
    }

    @Test void readsNamesBeyondAscii() {
        String plain = answer(DigestAlgorithm.SHA_256, "Jäsøn Doe", "Secret, or not?", "GET", "/dir/index.html",
                nonces.create(), 1);
        String extended = plain.replace("username=\"Jäsøn Doe\"", "username*=UTF-8''J%c3%a4s%C3%B8n%20Doe");
        String broken = plain.replace("username=\"Jäsøn Doe\"", "username*=UTF-8''J%c3%a4s%C3%B");

        assertEquals(Attempt.REFUSED, verify(broken));
        assertEquals("Jäsøn Doe", verify(extended).identity().name());
    }

    @Test void ignoresOtherSchemes() {
        assertEquals(Attempt.ABSENT, verify("Basic YTpi"));
        assertEquals(Attempt.ABSENT, authenticator.verify(FakeRequest.get("/")));
        assertNull(Attempt.ABSENT.identity());
    }
}
