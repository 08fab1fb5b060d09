package io.serval.connector.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Private keys in the forms that PEM files carry: PKCS#8 (RFC 5958) plain and encrypted, PKCS#1 RSA (RFC 8017), SEC 1
 * EC
 * (RFC 5915), and the last two in OpenSSL's old encryption ({@code Proc-Type: 4,ENCRYPTED}).
 */
final class PrivateKeys {
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    private static final int CURVE = 0xa0;
    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA"};

    private PrivateKeys() { }

    /** @param curve the content of an EC PARAMETERS block before the key, or {@code null} if there was none */
    static PrivateKey decode(PemFile.Block block, byte[] curve, char[] password) throws GeneralSecurityException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> pkcs8(block.content());
            case "ENCRYPTED PRIVATE KEY" -> pkcs8(decrypt(block.content(), needed(password)));
            case "RSA PRIVATE KEY" -> pkcs8(wrap(RSA_ENCRYPTION, Der.nothing(), clear(block, password)));
            case "EC PRIVATE KEY" -> ec(clear(block, password), curve);
            default -> throw new InvalidKeyException("this kind of key is not known; valid are PRIVATE KEY, "
                    + "ENCRYPTED PRIVATE KEY, RSA PRIVATE KEY, EC PRIVATE KEY");
        };
    }

    private static PrivateKey pkcs8(byte[] encoded) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                continue;                                   // a key of another algorithm
            }
        }
        throw new InvalidKeyException("not a key of " + String.join(", ", ALGORITHMS));
    }

    private static byte[] wrap(String algorithm, byte[] parameters, byte[] key) {
        return Der.sequence(Der.integer(0), Der.sequence(Der.oid(algorithm), parameters), Der.octets(key));
    }

    private static PrivateKey ec(byte[] sec1, byte[] curveBefore) throws GeneralSecurityException {
        byte[] curve = curveBefore;
        DerReader fields = new DerReader(sec1).enter(Der.SEQUENCE);
        fields.enter(Der.INTEGER);
        fields.enter(Der.OCTET_STRING);
        if (fields.hasMore() && fields.tag() == CURVE) {
            curve = fields.enter(CURVE).rest();
        }
        if (curve == null) {
            throw new InvalidKeyException("names no curve, and no EC PARAMETERS block stands before it");
        }
        return pkcs8(wrap(EC_PUBLIC_KEY, curve, sec1));
    }

    private static byte[] decrypt(byte[] encrypted, char[] password) throws GeneralSecurityException {
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            // PBES2 names its parts only in the text form of its parameters, such as PBEWithHmacSHA256AndAES_256.
            boolean pbes2 = info.getAlgName().equals("PBES2") || info.getAlgName().equals(PBES2);
            String algorithm = pbes2 ? info.getAlgParameters().toString() : info.getAlgName();
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (IOException e) {
            throw new InvalidKeyException("not an encrypted key: " + e.getMessage(), e);
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new InvalidKeyException("the password does not open it", e);
        }
    }

    private static byte[] clear(PemFile.Block block, char[] password) throws GeneralSecurityException {
        for (String header : block.headers()) {
            if (header.startsWith("DEK-Info:")) {
                String[] parts = header.substring("DEK-Info:".length()).strip().split(",");
                return decryptOld(parts[0], HexFormat.of().parseHex(parts[1]), block.content(), needed(password));
            }
        }
        return block.content();
    }

    private static byte[] decryptOld(String name, byte[] iv, byte[] content, char[] password)
            throws GeneralSecurityException {
        int keyBytes = switch (name) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default -> throw new InvalidKeyException("encrypted with " + name
                    + ", which is not supported; convert it with: openssl pkcs8 -topk8");
        };
        String algorithm = name.startsWith("AES") ? "AES" : "DESede";
        Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
        SecretKeySpec key = new SecretKeySpec(oldKey(password, iv, keyBytes), algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
        try {
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("the password does not open it", e);
        }
    }

    /** OpenSSL's derivation for this old form: MD5 rounds over the last digest, the password and the salt. */
    private static byte[] oldKey(char[] password, byte[] iv, int length) throws GeneralSecurityException {
        byte[] secret = new String(password).getBytes(StandardCharsets.UTF_8);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[0];
        byte[] last = new byte[0];
        while (key.length < length) {
            md5.update(last);
            md5.update(secret);
            md5.update(iv, 0, 8);
            last = md5.digest();
            int start = key.length;
            key = Arrays.copyOf(key, start + last.length);
            System.arraycopy(last, 0, key, start, last.length);
        }
        return Arrays.copyOf(key, length);
    }

    private static char[] needed(char[] password) throws InvalidKeyException {
        if (password == null || password.length == 0) {
            throw new InvalidKeyException("it is encrypted and no password was given "
                    + "(certificateKeyPassword or certificateKeyPasswordFile)");
        }
        return password;
    }
}
