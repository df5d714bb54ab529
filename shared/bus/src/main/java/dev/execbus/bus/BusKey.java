package dev.execbus.bus;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a message of another node must begin with to be read at all: made from the cluster's name and its secret. */
public final class BusKey {
    static final int LENGTH = 16;

    private final byte[] bytes;

    private BusKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param secret what only the nodes of this cluster know */
    public static BusKey of(String cluster, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] whole = mac.doFinal(("execbus bus " + cluster).getBytes(StandardCharsets.UTF_8));
            return new BusKey(Arrays.copyOf(whole, LENGTH));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalArgumentException("no key can be made of this secret", e);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Takes the same time whatever the other is. */
    boolean matches(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    @Override
    public String toString() {
        return "BusKey";
    }
}
