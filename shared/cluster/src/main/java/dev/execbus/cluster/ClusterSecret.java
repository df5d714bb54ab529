package dev.execbus.cluster;

import dev.execbus.bus.BusKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What only the nodes of one cluster know. Never shown; only what is made from it leaves this class. */
public final class ClusterSecret {
    public static final int SHORTEST = 16;

    private static final int NAME_DIGITS = 32;

    private final byte[] bytes;

    private ClusterSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes are copied */
    public static ClusterSecret of(byte[] bytes) {
        if (bytes.length < SHORTEST) {
            throw new IllegalArgumentException(
                    "the cluster's secret must have " + SHORTEST + " bytes at least, it has " + bytes.length);
        }
        return new ClusterSecret(bytes.clone());
    }

    /** Whoever does not know the secret cannot say this name, and Hazelcast lets nobody join who does not say it. */
    String hazelcastName(String cluster) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            byte[] whole = mac.doFinal(("hazelcast " + cluster).getBytes(StandardCharsets.UTF_8));
            return cluster + "-" + HexFormat.of().formatHex(whole).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("no name can be made of the cluster's secret", e);
        }
    }

    BusKey busKey(String cluster) {
        return BusKey.of(cluster, bytes.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return ClusterSecret.class.hashCode();
    }

    @Override
    public String toString() {
        return "ClusterSecret";
    }
}
