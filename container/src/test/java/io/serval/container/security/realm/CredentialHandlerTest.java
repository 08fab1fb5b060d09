package io.serval.container.security.realm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.config.CredentialConfig;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.spi.CredentialHandler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CredentialHandlerTest {
    private static final CredentialHandler SHA512 = new MessageDigestCredentialHandler("SHA-512");
    private static final CredentialHandler PBKDF2_SHA1 =
            new SecretKeyCredentialHandler("PBKDF2WithHmacSHA1", 1000, 8, 160);
    private static final CredentialHandler PBKDF2_SHA512 =
            new SecretKeyCredentialHandler("PBKDF2WithHmacSHA512", 1000, 8, 256);

    /** The first four were made by Tomcat 11 of the password {@code s3cret€}, the rest by other tools. */
    static Stream<Arguments> stored() {
        return Stream.of(
                Arguments.of(SHA512, "s3cret€",
                        "ca7defe28f1220f6$3$fc1377485245e772d02f68b11c36e38e78a6bdc3080acaf89d26"
                        + "1fb7c91b71fe5a105723968c7c33f0a5f54e2cb0367bd0c2f038ebc634096c76d9ba95de0502"),
                Arguments.of(PBKDF2_SHA1, "s3cret€",
                        "279d3389849e9c32$1000$b11d7269418e94a2e7259ee99b962829d6723ae2"),
                Arguments.of(PBKDF2_SHA512, "s3cret€",
                        "524cb7b7988cc03b$1000$69297c6174602bab34918241af234f889ca23be04c90de64a0e0c4d4fe58513a"),
                Arguments.of(new MessageDigestCredentialHandler("SHA-256"), "s3cret€",
                        "397020BC7F0EB867D3C86C4ABEE951FB7E28AB6524CAD5F00518A391F6AF9DFF"),
                Arguments.of(SHA512, "secret", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="),
                Arguments.of(SHA512, "secret", "{MD5}Xr4ilOzQ4PCOq3aQ0qbuaQ=="),
                Arguments.of(SHA512, "secret", "{SSHA}1G904nLkTkGWjKNnQuB/hpWXC/hzYWx0c2FsdA=="),
                Arguments.of(new PlainCredentialHandler(), "s3cret€", "s3cret€"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("stored")
    void readsWhatOthersHaveStored(CredentialHandler handler, String password, String stored) {
        assertTrue(handler.matches(password, stored));
        assertFalse(handler.matches(password + ' ', stored));
        assertFalse(handler.matches("", stored));
    }

    static Stream<CredentialHandler> handlers() {
        return Stream.of(new PlainCredentialHandler(), SHA512, PBKDF2_SHA1, PBKDF2_SHA512,
                new MessageDigestCredentialHandler("SHA-256", 1, 0, StandardCharsets.UTF_8),
                new MessageDigestCredentialHandler("SHA-256", 5, 0, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void recognisesWhatItStored(CredentialHandler handler) {
        String stored = handler.mutate("pässword");

        assertTrue(handler.matches("pässword", stored), stored);
        assertFalse(handler.matches("password", stored), stored);
    }

    @Test void saltsEachPasswordAnew() {
        assertNotEquals(SHA512.mutate("x"), SHA512.mutate("x"));
        assertTrue(SHA512.mutate("x").matches("[0-9a-f]{64}\\$1\\$[0-9a-f]{128}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", "$$", "00$0$00", "00$-1$00", "0g$1$00", "00$x$00", "00$1$0", "{SSHA}",
            "{SSHA}AA==",
        "{SHA", "{XXX}AA==", "{SHA}!!"})
    void matchesNothingAgainstAStoredValueThatIsMalformed(String stored) {
        assertFalse(SHA512.matches("", stored));
        assertFalse(PBKDF2_SHA1.matches("", stored));
    }

    @Test void triesNestedHandlersInOrderAndStoresByTheFirst() {
        CredentialHandler nested = new NestedCredentialHandler(List.of(PBKDF2_SHA1, SHA512));

        assertTrue(nested.matches("x", PBKDF2_SHA1.mutate("x")));
        assertTrue(nested.matches("x", SHA512.mutate("x")));
        assertFalse(nested.matches("y", SHA512.mutate("x")));
        assertTrue(PBKDF2_SHA1.matches("x", nested.mutate("x")));
        assertThrows(IllegalArgumentException.class, () -> new NestedCredentialHandler(List.of()));
    }

    private static CredentialConfig config(String className, Map<String, String> attributes,
                                           CredentialConfig... nested) {
        return new CredentialConfig(className, attributes, List.of(nested), new SourceLocation("server.xml", 5, 1));
    }

    private static CredentialHandler create(CredentialConfig config) {
        return new CredentialHandlers(CredentialHandlerTest.class.getClassLoader()).create(config);
    }

    @Test void isMadeOfTomcatsElements() {
        assertInstanceOf(PlainCredentialHandler.class, create(null));
        CredentialHandler digest = create(config("io.serval.x.MessageDigestCredentialHandler",
                Map.of("algorithm", "SHA-256", "iterations", "2", "saltLength", "4")));
        CredentialHandler key = create(config("x.SecretKeyCredentialHandler", Map.of("iterations", "10")));
        CredentialHandler both = create(config("x.NestedCredentialHandler", Map.of(),
                config("x.SecretKeyCredentialHandler", Map.of("iterations", "10")),
                config("x.MessageDigestCredentialHandler", Map.of())));

        assertTrue(digest.mutate("x").matches("[0-9a-f]{8}\\$2\\$[0-9a-f]{64}"));
        assertTrue(key.mutate("x").matches("[0-9a-f]{64}\\$10\\$[0-9a-f]{40}"));
        assertTrue(both.matches("x", key.mutate("x")) && both.matches("x", SHA512.mutate("x")));
    }

    @Test void saysWhereAnElementIsWrong() {
        for (CredentialConfig wrong : List.of(
                config("x.MessageDigestCredentialHandler", Map.of("algorithm", "SHA-9")),
                config("x.MessageDigestCredentialHandler", Map.of("iterations", "many")),
                config("x.MessageDigestCredentialHandler", Map.of("encoding", "no such")),
                config("x.SecretKeyCredentialHandler", Map.of("keyLength", "7")),
                config("x.NestedCredentialHandler", Map.of()),
                config("no.such.Handler", Map.of()))) {
            String message = assertThrows(IllegalArgumentException.class, () -> create(wrong)).getMessage();

            assertTrue(message.startsWith("server.xml:5:1: CredentialHandler "), message);
        }
    }

    @Test void namesItsAlgorithmByTheJdksName() {
        assertEquals("SHA-512/256", new MessageDigestCredentialHandler("SHA-512/256").algorithm());
    }
}
