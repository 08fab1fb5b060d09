package io.serval.connector.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.serval.connector.tls.config.TlsHost;

/** Makes the judges of client certificates. */
final class TrustLoader {
    private TrustLoader() { }

    static TrustManager[] load(TlsHost.Trust trust) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        KeyStore authorities = authorities(trust);
        if (authorities == null) {
            factory.init((KeyStore) null);
        } else {
            factory.init(new CertPathTrustManagerParameters(parameters(trust, authorities)));
        }
        return factory.getTrustManagers();
    }

    /** The authorities of the configuration, or {@code null} for those of the JDK. */
    private static KeyStore authorities(TlsHost.Trust trust) throws IOException, GeneralSecurityException {
        if (trust.store() != null) {
            return trust.store();
        } else if (trust.storeFile() != null) {
            return KeyMaterialLoader.openStore(trust.storeFile(), trust.storeType(), trust.password());
        } else if (trust.authorities() != null) {
            return fromPem(trust);
        }
        return null;
    }

    private static KeyStore fromPem(TlsHost.Trust trust) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<X509Certificate> certificates = PemFile.read(trust.authorities()).certificates();
        if (certificates.isEmpty()) {
            throw new KeyStoreException(trust.authorities() + " holds no certificate");
        }
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        return store;
    }

    private static PKIXBuilderParameters parameters(TlsHost.Trust trust, KeyStore authorities)
            throws IOException, GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(authorities, new X509CertSelector());
        parameters.setMaxPathLength(trust.maxDepth());
        parameters.setRevocationEnabled(trust.revocation() || trust.revocations() != null);
        if (trust.revocations() != null) {
            parameters.addCertStore(revocationLists(trust));
            if (!trust.revocation()) {
                parameters.addCertPathChecker(listsOnly());
            }
        }
        return parameters;
    }

    private static CertStore revocationLists(TlsHost.Trust trust) throws IOException, GeneralSecurityException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(trust.revocations()))) {
            return CertStore.getInstance("Collection", new CollectionCertStoreParameters(
                    CertificateFactory.getInstance("X.509").generateCRLs(in)));
        }
    }

    /** Looks into the lists at hand and asks nobody over the network. */
    private static PKIXRevocationChecker listsOnly() throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS,
                PKIXRevocationChecker.Option.NO_FALLBACK));
        return checker;
    }
}
