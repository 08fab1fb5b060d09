package io.serval.container.security.realm;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

import io.serval.container.config.CredentialConfig;
import io.serval.container.naming.Beans;
import io.serval.container.spi.CredentialHandler;

/** Makes credential handlers of the attributes of a {@code CredentialHandler} element, with Tomcat's defaults. */
final class CredentialHandlers {
    private final ClassLoader loader;

    /** @param loader for handlers that are not ours */
    CredentialHandlers(ClassLoader loader) {
        this.loader = loader;
    }

    /** @param config {@code null} for plain passwords */
    CredentialHandler create(CredentialConfig config) {
        if (config == null) {
            return new PlainCredentialHandler();
        }
        String className = config.className();
        Map<String, String> rest = config.attributes();
        try {
            return switch (className.substring(className.lastIndexOf('.') + 1)) {
                case "MessageDigestCredentialHandler" -> new MessageDigestCredentialHandler(
                        rest.getOrDefault("algorithm", "SHA-512"), Attributes.number(rest, "iterations", 1),
                        Attributes.number(rest, "saltLength", 32), encoding(rest));
                case "SecretKeyCredentialHandler" -> new SecretKeyCredentialHandler(
                        rest.getOrDefault("algorithm", "PBKDF2WithHmacSHA1"),
                        Attributes.number(rest, "iterations", 20_000),
                        Attributes.number(rest, "saltLength", 32), Attributes.number(rest, "keyLength", 160));
                case "NestedCredentialHandler" -> new NestedCredentialHandler(
                        config.nested().stream().map(this::create).toList());
                default -> Beans.create(className, CredentialHandler.class, rest, loader);
            };
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalArgumentException(config.location() + ": CredentialHandler " + className + ": "
                    + e.getMessage(), e);
        }
    }

    private static Charset encoding(Map<String, String> attributes) {
        String name = attributes.get("encoding");
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("encoding \"" + name + "\" is unknown", e);
        }
    }
}
