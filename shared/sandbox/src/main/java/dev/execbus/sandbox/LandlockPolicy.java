package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.sandbox.PolicyTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a policy Landlock can say: it opens places and cannot take back a part of one. What the server hides from
 * confined programs stays readable wherever the policy opens it to be read.
 */
sealed interface LandlockPolicy {
    record Expressed(LandlockRules rules) implements LandlockPolicy {}

    /** @param reason a sentence for the client */
    record Inexpressible(String reason) implements LandlockPolicy {}

    /** @param withoutCarveOuts leave the read-only parts of writable directories writable; never the denied ones */
    static LandlockPolicy of(PolicyTree tree, boolean withoutCarveOuts) {
        Optional<String> lost = tree.nodes().stream()
                .filter(node -> !node.path().equals("/") && takesAway(tree, node, withoutCarveOuts))
                .map(Node::path)
                .findFirst()
                .or(() -> tree.absent().stream()
                        .filter(name -> name.denied() || !withoutCarveOuts)
                        .map(PolicyTree.Absent::path)
                        .findFirst());
        if (lost.isPresent()) {
            return new Inexpressible("Landlock cannot protect " + lost.get()
                    + " inside a directory that the policy opens: bubblewrap is needed for that");
        }
        List<String> readable = new ArrayList<>();
        List<String> writable = new ArrayList<>();
        for (Node node : tree.nodes()) {
            switch (node.access()) {
                case READ -> readable.add(node.path());
                case WRITE -> writable.add(node.path());
                case DENY -> {}
            }
        }
        return new Expressed(new LandlockRules(readable, writable, true));
    }

    private static boolean takesAway(PolicyTree tree, Node node, boolean withoutCarveOuts) {
        Node around = tree.around(node.path());
        boolean inWritable = around != null && around.access() == Access.WRITE;
        return switch (node.access()) {
            case WRITE -> false;
            case READ -> inWritable && !withoutCarveOuts;
            case DENY -> node.hidden() ? inWritable && !withoutCarveOuts : PolicyTree.isReadable(around);
        };
    }
}
