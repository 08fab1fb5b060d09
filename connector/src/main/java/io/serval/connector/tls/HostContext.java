package io.serval.connector.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsHost;

/** One host's keys and rules, ready to make engines. Immutable; sessions are cached by the JDK's context inside. */
final class HostContext {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsHost host;
    private final List<KeyMaterial> materials;
    private final SSLContext context;
    private final String[] protocols;
    private final String[] ciphers;

    private HostContext(TlsHost host, List<KeyMaterial> materials, SSLContext context) {
        this.host = host;
        this.materials = List.copyOf(materials);
        this.context = context;
        this.protocols = (host.protocols().isEmpty() ? PROTOCOLS : host.protocols()).toArray(String[]::new);
        this.ciphers = host.ciphers().isEmpty() ? strong(context.getDefaultSSLParameters().getCipherSuites())
                : known(host, context);
    }

    /** Loads keys and trust. @throws GeneralSecurityException when something does not fit, with the host's name */
    static HostContext load(TlsHost host) throws IOException, GeneralSecurityException {
        List<KeyMaterial> materials = new ArrayList<>();
        for (CertificateSource source : host.certificates()) {
            materials.add(KeyMaterialLoader.load(source));
        }
        TrustManager[] trust = host.clientCertificates() == TlsHost.ClientCertificates.NONE
                ? new TrustManager[0] : TrustLoader.load(host.trust());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new HostKeyManager(materials)}, trust, new SecureRandom());
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionTimeout((int) Math.min(Integer.MAX_VALUE, host.sessionTimeout().toSeconds()));
        if (host.sessionCacheSize() > 0) {
            sessions.setSessionCacheSize(host.sessionCacheSize());
        }
        return new HostContext(host, materials, context);
    }

    /** An engine for one connection. @param applications ALPN names the server speaks, its favourite first */
    SSLEngine newEngine(String[] applications) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setCipherSuites(ciphers);
        parameters.setUseCipherSuitesOrder(host.serverCipherOrder());
        parameters.setApplicationProtocols(applications);
        switch (host.clientCertificates()) {
            case NONE -> { }
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    TlsHost host() {
        return host;
    }

    List<KeyMaterial> materials() {
        return materials;
    }

    /** Forward secrecy and authenticated encryption only: what HTTP/2 asks for (RFC 9113 §9.2.2). */
    private static String[] strong(String[] offered) {
        return Arrays.stream(offered).filter(HostContext::isStrong).toArray(String[]::new);
    }

    private static boolean isStrong(String cipher) {
        return cipher.startsWith("TLS_AES_") || cipher.startsWith("TLS_CHACHA20_")
                || cipher.contains("DHE_") && (cipher.contains("_GCM_") || cipher.contains("_CHACHA20_"))
                || cipher.equals("TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
    }

    private static String[] known(TlsHost host, SSLContext context) {
        List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
        for (String cipher : host.ciphers()) {
            if (!supported.contains(cipher)) {
                throw new IllegalArgumentException("ciphers of host " + host.name() + ": this JDK has no cipher suite '"
                        + cipher + "'; it has " + supported);
            }
        }
        return host.ciphers().toArray(String[]::new);
    }
}
