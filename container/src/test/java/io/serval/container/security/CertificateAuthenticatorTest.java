package io.serval.container.security;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.LoginDeclaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CertificateAuthenticatorTest {
    private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    private final TestRealm realm = new TestRealm().user("CN=ada", "", "R1");
    private final SecurityHandler handler = SecurityHandler.of(
            SecurityPlan.of(List.of(Constraints.on("/*").roles("R1").build()), List.of(), Set.of("R1"), false),
            new LoginDeclaration("CLIENT-CERT", null, null, null), realm, Set.of("R1"),
            AuthenticationSettings.DEFAULT, List.of());

    private static FakeRequest with(X509Certificate... chain) {
        return FakeRequest.get("/").attribute(ATTRIBUTE, chain);
    }

    @Test void admitsTheOwnerOfACertificateThatTheRealmKnows() throws Exception {
        FakeRequest request = with(TestCertificate.of("CN=ada"));

        assertTrue(handler.admit(request));
        assertEquals("CN=ada", handler.remoteUser(request));
        assertEquals("CLIENT_CERT", handler.authType(request));
    }

    @Test void answers403WithoutCertificateOrWithOneOfAStranger() throws Exception {
        for (FakeRequest request : List.of(FakeRequest.get("/"), with(), with(TestCertificate.of("CN=eve")))) {
            assertFalse(handler.admit(request));
            assertEquals(403, request.status);
            assertNull(request.responseHeader("WWW-Authenticate"), "there is no challenge for certificates");
        }
    }
}
