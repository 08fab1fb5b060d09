package io.serval.container.config;

import java.util.List;
import java.util.Map;

import io.serval.container.xml.Element;

/**
 * The attributes by which connectors of Tomcat up to version 9 speak TLS, without an {@code SSLHostConfig}: they are
 * read as if they stood in one, with its {@code Certificate}. What is wrong is still told where it stands.
 */
final class OldTlsAttributes {
    private static final Map<String, String> OF_HOST = Map.ofEntries(
            Map.entry("clientAuth", "certificateVerification"),
            Map.entry("SSLVerifyClient", "certificateVerification"),
            Map.entry("trustMaxCertLength", "certificateVerificationDepth"),
            Map.entry("SSLVerifyDepth", "certificateVerificationDepth"),
            Map.entry("truststoreFile", "truststoreFile"),
            Map.entry("truststorePass", "truststorePassword"),
            Map.entry("truststoreType", "truststoreType"),
            Map.entry("SSLCACertificateFile", "caCertificateFile"),
            Map.entry("crlFile", "certificateRevocationListFile"),
            Map.entry("SSLCARevocationFile", "certificateRevocationListFile"),
            Map.entry("sslEnabledProtocols", "protocols"),
            Map.entry("SSLProtocol", "protocols"),
            Map.entry("ciphers", "ciphers"),
            Map.entry("SSLCipherSuite", "ciphers"),
            Map.entry("useServerCipherSuitesOrder", "honorCipherOrder"),
            Map.entry("SSLHonorCipherOrder", "honorCipherOrder"),
            Map.entry("sessionCacheSize", "sessionCacheSize"),
            Map.entry("sessionTimeout", "sessionTimeout"),
            Map.entry("sslProtocol", "sslProtocol"));
    private static final Map<String, String> OF_CERTIFICATE = Map.ofEntries(
            Map.entry("keystoreFile", "certificateKeystoreFile"),
            Map.entry("keystorePass", "certificateKeystorePassword"),
            Map.entry("keystoreType", "certificateKeystoreType"),
            Map.entry("keystoreProvider", "certificateKeystoreProvider"),
            Map.entry("keyAlias", "certificateKeyAlias"),
            Map.entry("keyPass", "certificateKeyPassword"),
            Map.entry("SSLCertificateFile", "certificateFile"),
            Map.entry("SSLCertificateKeyFile", "certificateKeyFile"),
            Map.entry("SSLCertificateChainFile", "certificateChainFile"),
            Map.entry("SSLPassword", "certificateKeyPassword"));

    private OldTlsAttributes() { }

    /**
     * The host that they describe.
     *
     * @param attributes of the connector; those that are understood here count as valid
     * @return {@code null} if they name no certificate
     */
    static Element host(Element connector, AttributeReader attributes) {
        if (OF_CERTIFICATE.keySet().stream().noneMatch(name -> connector.attribute(name) != null)) {
            return null;
        }
        Element certificate = translated("Certificate", OF_CERTIFICATE, connector, attributes);
        return translated("SSLHostConfig", OF_HOST, connector, attributes).plus(List.of(certificate));
    }

    private static Element translated(String name, Map<String, String> names, Element connector,
                                      AttributeReader attributes) {
        Element element = Element.of(name, List.of(), connector.location());
        for (Map.Entry<String, String> each : names.entrySet()) {
            if (connector.attribute(each.getKey()) != null) {
                element = element.with(each.getValue(), connector.attributes().get(each.getKey()));
            }
        }
        attributes.accept(names.keySet());
        return element;
    }
}
