package io.serval.container.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.SourceLocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AuthenticatorValveTest {
    private static ValveConfig valve(Map<String, String> attributes) {
        return new ValveConfig("org.apache.catalina.authenticator.FormAuthenticator", attributes,
                new SourceLocation("context.xml", 2, 3));
    }

    @Test void recognisesAuthenticators() {
        assertTrue(AuthenticatorValve.isOne(valve(Map.of())));
        assertFalse(AuthenticatorValve.isOne(new ValveConfig("a.AccessLogValve", Map.of(), SourceLocation.NONE)));
    }

    @Test void leavesTheDefaultsWhereNothingIsSaid() {
        assertEquals(AuthenticationSettings.DEFAULT, AuthenticatorValve.settings(valve(Map.of()), false));
        assertTrue(AuthenticatorValve.settings(valve(Map.of()), true).preemptive());
    }

    @Test void readsEveryAttribute() {
        AuthenticationSettings all = AuthenticatorValve.settings(valve(Map.ofEntries(
                Map.entry("changeSessionIdOnAuthentication", "false"), Map.entry("cache", "FALSE"),
                Map.entry("alwaysUseSession", "true"), Map.entry("disableProxyCaching", "false"),
                Map.entry("maxSavePostSize", "-1"), Map.entry("landingPage", "/in"),
                Map.entry("characterEncoding", "ISO-8859-1"), Map.entry("authenticationSessionTimeout", "60"),
                Map.entry("algorithms", "SHA-512-256, md5"), Map.entry("nonceValidity", "1000"),
                Map.entry("nonceCacheSize", "7"), Map.entry("transportGuaranteeRedirectStatus", "307"))), false);

        assertEquals(new AuthenticationSettings(false, false, true, false, false, -1, "/in",
                StandardCharsets.ISO_8859_1, Duration.ofSeconds(60),
                List.of(DigestAlgorithm.SHA_512_256, DigestAlgorithm.MD5), Duration.ofSeconds(1), 7, 307), all);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"cache,maybe", "maxSavePostSize,-2", "maxSavePostSize,big", "landingPage,in", "characterEncoding,x y",
        "algorithms,SHA-1", "nonceValidity,0", "nonceCacheSize,0", "transportGuaranteeRedirectStatus,200"})
    void saysWhereAnAttributeIsWrong(String attribute, String value) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> AuthenticatorValve.settings(valve(Map.of(attribute, value)), false)).getMessage();

        assertTrue(message.startsWith("context.xml:2:3: Valve ") && message.contains(attribute), message);
    }
}
