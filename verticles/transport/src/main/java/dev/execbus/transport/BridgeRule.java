package dev.execbus.transport;

/**
 * What a client of the event-bus door may send, and where to: the first rule that fits decides. There is no other list; the
 * documentation's table is made of this one.
 */
enum BridgeRule {
    REQUEST(
            "`send`",
            "`execbus.rpc`",
            true,
            "the body is one JSON-RPC message; the answer goes to the reply handler, with its `id`, or without one to"
                    + " `execbus.client`") {
        @Override
        boolean fits(String type, String address) {
            return type.equals("send") && REQUESTS.equals(address);
        }
    },
    LISTEN(
            "`register`, `unregister`",
            "`execbus.client`",
            true,
            "nothing: notifications come to this address anyway, to every client its own; so register before"
                    + " `initialize`") {
        @Override
        boolean fits(String type, String address) {
            return isAddressed(type) && !type.equals("send") && CLIENT.equals(address);
        }
    },
    PING("`ping`", "", true, "nothing") {
        @Override
        boolean fits(String type, String address) {
            return type.equals("ping");
        }
    },
    PUBLISH("`publish`", "any", false, "`err` with `access_denied`") {
        @Override
        boolean fits(String type, String address) {
            return type.equals("publish");
        }
    },
    ELSEWHERE(
            "`send`, `register`, `unregister`",
            "any other, also another client's or the server's own",
            false,
            "`err` with `access_denied`, also to the handler if there is one") {
        @Override
        boolean fits(String type, String address) {
            return isAddressed(type);
        }
    },
    UNKNOWN("anything else", "any", false, "`err` with `invalid_type`") {
        @Override
        boolean fits(String type, String address) {
            return true;
        }
    };

    /** Where a client sends its messages. */
    static final String REQUESTS = "execbus.rpc";

    /** Where it hears what is not an answer for a handler of its own. */
    static final String CLIENT = "execbus.client";

    private final String frames;
    private final String addresses;
    private final boolean allowed;
    private final String effect;

    BridgeRule(String frames, String addresses, boolean allowed, String effect) {
        this.frames = frames;
        this.addresses = addresses;
        this.allowed = allowed;
        this.effect = effect;
    }

    abstract boolean fits(String type, String address);

    /** Both may be null. */
    static BridgeRule of(String type, String address) {
        for (BridgeRule rule : values()) {
            if (rule.fits(type == null ? "" : type, address)) {
                return rule;
            }
        }
        throw new IllegalStateException("the last rule fits everything");
    }

    private static boolean isAddressed(String type) {
        return type.equals("send") || type.equals("register") || type.equals("unregister");
    }

    /** A row of the documentation's table. */
    String row() {
        return String.join(" | ", "| " + frames, addresses, allowed ? "yes" : "no", effect + " |")
                .replace("|  |", "| |");
    }
}
