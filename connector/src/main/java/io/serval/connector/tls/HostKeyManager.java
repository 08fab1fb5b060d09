package io.serval.connector.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Hands the TLS engine the certificate whose kind of key the client can verify. The aliases that the JDK asks for are
 * the
 * kinds of keys. Immutable.
 */
final class HostKeyManager extends X509ExtendedKeyManager {
    private final Map<String, KeyMaterial> byAlgorithm = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two have the same kind of key */
    HostKeyManager(List<KeyMaterial> materials) {
        for (KeyMaterial material : materials) {
            KeyMaterial other = byAlgorithm.put(material.key().getAlgorithm(), material);
            if (other != null) {
                throw new IllegalArgumentException("both " + other.origin() + " and " + material.origin()
                        + " have a key of kind " + material.key().getAlgorithm() + "; a host takes one of each");
            }
        }
    }

    @Override public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    /** The JDK asks for {@code EC} and {@code RSA}, and in TLS 1.2 also for {@code EC_EC} or {@code EC_RSA}. */
    private String alias(String keyType) {
        String algorithm = keyType.startsWith("EC_") ? "EC" : keyType;
        return byAlgorithm.containsKey(algorithm) ? algorithm : null;
    }

    @Override public String[] getServerAliases(String keyType, Principal[] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override public X509Certificate[] getCertificateChain(String alias) {
        KeyMaterial material = byAlgorithm.get(alias);
        return material == null ? null : material.chain().toArray(X509Certificate[]::new);
    }

    @Override public PrivateKey getPrivateKey(String alias) {
        KeyMaterial material = byAlgorithm.get(alias);
        return material == null ? null : material.key();
    }

    @Override public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
