package io.serval.connector.tls;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.serval.connector.tls.config.CertificateSource;

/** Reads keys and certificates from where they are; every failure names the file, and what would help. */
final class KeyMaterialLoader {
    private KeyMaterialLoader() { }

    /** @throws GeneralSecurityException when there is no usable key, or it does not fit its certificate */
    static KeyMaterial load(CertificateSource source) throws IOException, GeneralSecurityException {
        try {
            if (source instanceof CertificateSource.Pem pem) {
                return fromPem(pem);
            } else if (source instanceof CertificateSource.StoreFile file) {
                KeyStore store = openStore(file.file(), file.type(), file.storePassword());
                char[] keyPassword = file.keyPassword() != null ? file.keyPassword() : file.storePassword();
                return fromStore(store, file.alias(), keyPassword, file.file().toString());
            } else if (source instanceof CertificateSource.Store loaded) {
                return fromStore(loaded.store(), loaded.alias(), loaded.keyPassword(), "key store");
            }
            return SelfSigned.create(Instant.now());
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + e.getFile(), e);
        }
    }

    private static KeyMaterial fromPem(CertificateSource.Pem pem) throws IOException, GeneralSecurityException {
        Path keyFile = pem.key() != null ? pem.key() : pem.certificate();
        List<X509Certificate> chain = new ArrayList<>(PemFile.read(pem.certificate()).certificates());
        if (chain.isEmpty()) {
            throw new InvalidKeyException(pem.certificate() + " holds no certificate");
        }
        if (pem.chain() != null) {
            chain.addAll(PemFile.read(pem.chain()).certificates());
        }
        PrivateKey key = PemFile.read(keyFile).privateKey(pem.password())
                .orElseThrow(() -> new InvalidKeyException(keyFile + " holds no private key"));
        return new KeyMaterial(key, chain, pem.certificate().toString());
    }

    private static KeyMaterial fromStore(KeyStore store, String alias, char[] password, String origin)
            throws GeneralSecurityException {
        String name = alias != null ? alias : firstKey(store, origin);
        if (!store.containsAlias(name)) {
            throw new KeyStoreException("Keystore does not contain alias '" + name + "'");
        }
        Key key = store.getKey(name, password == null ? new char[0] : password);
        Certificate[] chain = store.getCertificateChain(name);
        if (!(key instanceof PrivateKey privateKey) || chain == null) {
            throw new KeyStoreException(origin + ": alias '" + name + "' is no private key with a certificate");
        }
        return new KeyMaterial(privateKey, Arrays.stream(chain).map(c -> (X509Certificate) c).toList(),
                origin + ", alias " + name);
    }

    private static String firstKey(KeyStore store, String origin) throws KeyStoreException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return alias;
            }
        }
        throw new KeyStoreException(origin + " holds no private key");
    }

    /** Opens the file of a key store. @param type its type, or {@code null} to let the file tell */
    static KeyStore openStore(Path file, String type, char[] password) throws IOException, GeneralSecurityException {
        if (type == null) {
            return KeyStore.getInstance(new File(file.toString()), password);
        }
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
