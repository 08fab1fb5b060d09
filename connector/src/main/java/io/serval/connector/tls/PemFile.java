package io.serval.connector.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A file of PEM blocks (RFC 7468), as certificate authorities and OpenSSL write them: certificates, chains, private
 * keys in
 * any order, with any text between them. Immutable.
 */
final class PemFile {
    /** A file of keys and certificates is small; what is larger is something else. */
    private static final long MAX_BYTES = 4 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /**
     * What stands between a BEGIN and an END line.
     *
     * @param label   such as {@code CERTIFICATE}
     * @param headers lines before the content, as old encrypted keys have them
     * @param content decoded
     */
    record Block(String label, List<String> headers, byte[] content) { }

    private final Path file;
    private final List<Block> blocks;

    private PemFile(Path file, List<Block> blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    /** @throws CertificateException when the file has no whole PEM block */
    static PemFile read(Path file) throws IOException, CertificateException {
        if (Files.size(file) > MAX_BYTES) {
            throw new CertificateException(file + " is larger than " + MAX_BYTES + " bytes: not a file of keys");
        }
        return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    static PemFile parse(Path file, String text) throws CertificateException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(BEGIN) && lines.get(i).endsWith(DASHES)) {
                int end = endOf(file, lines, i);
                blocks.add(block(file, lines.subList(i, end)));
                i = end;
            }
        }
        if (blocks.isEmpty()) {
            throw new CertificateException(file + " holds no PEM block (a line '-----BEGIN …-----' starts one)");
        }
        return new PemFile(file, List.copyOf(blocks));
    }

    private static int endOf(Path file, List<String> lines, int begin) throws CertificateException {
        String wanted = "-----END " + label(lines.get(begin)) + DASHES;
        for (int i = begin + 1; i < lines.size(); i++) {
            if (lines.get(i).equals(wanted)) {
                return i;
            }
        }
        throw new CertificateException(file + ":" + (begin + 1) + ": no line '" + wanted + "' follows");
    }

    private static Block block(Path file, List<String> lines) throws CertificateException {
        List<String> headers = new ArrayList<>();
        StringBuilder base64 = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            if (line.indexOf(':') >= 0) {
                headers.add(line);
            } else {
                base64.append(line);
            }
        }
        String label = label(lines.get(0));
        try {
            return new Block(label, List.copyOf(headers), Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            throw new CertificateException(file + ": block '" + label + "' is not valid Base64: " + e.getMessage(), e);
        }
    }

    private static String label(String beginLine) {
        return beginLine.substring(BEGIN.length(), beginLine.length() - DASHES.length());
    }

    /** All certificates in the order of the file; empty if it has none. */
    List<X509Certificate> certificates() throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            switch (block.label()) {
                case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                default -> { }
            }
        }
        return found;
    }

    /**
     * The first private key of the file.
     *
     * @param password for an encrypted key; may be {@code null} where none is needed
     * @return empty if the file has no private key
     */
    Optional<PrivateKey> privateKey(char[] password) throws GeneralSecurityException {
        byte[] parameters = null;
        for (Block block : blocks) {
            if (block.label().equals("EC PARAMETERS")) {
                parameters = block.content();
            } else if (block.label().endsWith("PRIVATE KEY")) {
                return Optional.of(decode(block, parameters, password));
            }
        }
        return Optional.empty();
    }

    private PrivateKey decode(Block block, byte[] parameters, char[] password) throws GeneralSecurityException {
        try {
            return PrivateKeys.decode(block, parameters, password);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException(file + ": block '" + block.label() + "': " + e.getMessage(), e);
        }
    }
}
