package dev.execbus.sandbox;

/**
 * What the probe at start found.
 *
 * @param detail one sentence for people: which version, or why the better mechanisms cannot be used
 */
public record SandboxSupport(Mechanism mechanism, String detail) {
    /** How policies are enforced. */
    public enum Mechanism {
        BUBBLEWRAP("bubblewrap"),
        LANDLOCK("landlock"),
        /** Not at all, because the operator said so. */
        UNPROTECTED("unprotected"),
        /** They cannot be: what needs one is refused. */
        NONE("none");

        private final String wireName;

        Mechanism(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
