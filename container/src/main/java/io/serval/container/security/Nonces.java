package io.serval.container.security;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and judges the nonces of the Digest scheme (RFC 7616 §3.3). Safe for any thread.
 *
 * <p>A nonce carries its birth and a signature, so that nothing has to be remembered for those that nobody uses: a
 * flood of requests without credentials takes no memory. Only nonces that came back with a right answer are kept, with
 * the counts they were used with. When more are in use than {@code capacity}, the oldest is forgotten and every nonce
 * born no later is taken for stale from then on: forgetting can never make a replay pass.
 */
final class Nonces {
    /** What a nonce that came back is worth. */
    enum Verdict { GOOD, STALE, FORGED }

    private static final int BIRTH_BYTES = 8;
    private static final int RANDOM_BYTES = 8;
    private static final int SIGNATURE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final long validityMillis;
    private final int capacity;
    private final LongSupplier millis;
    private final Map<String, NonceUse> inUse = new LinkedHashMap<>();
    /** Nonces born no later count as stale. Guarded by {@code inUse}, as what it is about. */
    private long forgottenUntil = Long.MIN_VALUE;

    /** @param millis the time of day in milliseconds */
    Nonces(Duration validity, int capacity, LongSupplier millis) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.validityMillis = validity.toMillis();
        this.capacity = capacity;
        this.millis = millis;
    }

    /** A fresh nonce. */
    String create() {
        byte[] unique = new byte[RANDOM_BYTES];
        random.nextBytes(unique);
        byte[] body = ByteBuffer.allocate(BIRTH_BYTES + RANDOM_BYTES).putLong(millis.getAsLong()).put(unique).array();
        byte[] whole = ByteBuffer.allocate(body.length + SIGNATURE_BYTES).put(body).put(sign(body)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Whether a nonce is ours and still young; counts nothing. */
    Verdict judge(String nonce) {
        ByteBuffer bytes = decode(nonce);
        if (bytes == null) {
            return Verdict.FORGED;
        }
        long age = millis.getAsLong() - bytes.getLong(0);
        return age < 0 || age > validityMillis ? Verdict.STALE : Verdict.GOOD;
    }

    /**
     * Counts a use of a nonce that {@link #judge} found good and whose answer was right.
     *
     * @param count the nonce count of the client
     * @return whether that count is new
     */
    boolean use(String nonce, long count) {
        long birth = decode(nonce).getLong(0);
        synchronized (inUse) {
            NonceUse use = inUse.get(nonce);
            if (use == null) {
                if (birth <= forgottenUntil) {
                    return false;
                }
                use = new NonceUse(birth);
                inUse.put(nonce, use);
                forgetOldest();
            }
            return use.accept(count);
        }
    }

    /** Those too old to be used go first; they need no guard, since their age already refuses them. */
    private void forgetOldest() {
        long now = millis.getAsLong();
        if (inUse.size() > capacity) {
            inUse.values().removeIf(use -> now - use.birth() > validityMillis);
        }
        if (inUse.size() > capacity) {
            var eldest = inUse.entrySet().iterator();
            forgottenUntil = Math.max(forgottenUntil, eldest.next().getValue().birth());
            eldest.remove();
        }
    }

    private ByteBuffer decode(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int signed = BIRTH_BYTES + RANDOM_BYTES;
        if (bytes.length != signed + SIGNATURE_BYTES) {
            return null;
        }
        byte[] body = Arrays.copyOf(bytes, signed);
        byte[] signature = Arrays.copyOfRange(bytes, signed, bytes.length);
        return MessageDigest.isEqual(sign(body), signature) ? ByteBuffer.wrap(body) : null;
    }

    private byte[] sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(body), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign nonces", e);
        }
    }
}
