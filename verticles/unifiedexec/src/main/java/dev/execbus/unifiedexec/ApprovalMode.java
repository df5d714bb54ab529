package dev.execbus.unifiedexec;

import java.util.Locale;

/** The policies there are. */
public enum ApprovalMode {
    /** Nothing leaves the sandbox. */
    SANDBOXED,
    /** What leaves the sandbox is asked for, and without a sandbox everything. */
    ASK,
    /** What needs to leave the sandbox may. */
    ALLOW;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param confines whether a sandbox is configured at all */
    public ExecPolicy policy(boolean confines) {
        return switch (this) {
            case SANDBOXED -> new Sandboxed(confines);
            case ASK -> new Asking(confines);
            case ALLOW -> new Allowing(confines);
        };
    }

    private record Sandboxed(boolean confines) implements ExecPolicy {
        private static final Deny NO_ESCALATION = new Deny("running outside the sandbox is not allowed here");

        @Override
        public Decision beforeStart(Request request) {
            return confines && request.escalated() ? NO_ESCALATION : new Allow(confines);
        }

        @Override
        public Decision afterDenial(Request request) {
            return NO_ESCALATION;
        }
    }

    private record Asking(boolean confines) implements ExecPolicy {
        @Override
        public Decision beforeStart(Request request) {
            if (confines && !request.escalated()) {
                return new Allow(true);
            }
            return new Ask(
                    request.justification() == null
                            ? "the command is to run outside a sandbox"
                            : request.justification(),
                    false);
        }

        @Override
        public Decision afterDenial(Request request) {
            return new Ask("the command failed in the sandbox: run it again without?", false);
        }
    }

    private record Allowing(boolean confines) implements ExecPolicy {
        @Override
        public Decision beforeStart(Request request) {
            return new Allow(confines && !request.escalated());
        }

        @Override
        public Decision afterDenial(Request request) {
            return new Allow(false);
        }
    }
}
