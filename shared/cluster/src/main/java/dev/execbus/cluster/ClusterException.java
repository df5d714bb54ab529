package dev.execbus.cluster;

/** Why this node cannot be part of the cluster, in a sentence for whoever starts it. */
public final class ClusterException extends RuntimeException {
    ClusterException(String sentence) {
        super(sentence);
    }

    ClusterException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
