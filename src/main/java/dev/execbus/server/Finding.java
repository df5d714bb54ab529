package dev.execbus.server;

import io.vertx.core.json.JsonObject;

/** What one look at the machine found. */
record Finding(State state, String subject, String sentence) {
    enum State {
        OK("ok"),
        /** The server runs, with less than it could have. */
        WARNING("warning"),
        BROKEN("broken");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    JsonObject toJson() {
        return new JsonObject().put("state", state.word).put("subject", subject).put("sentence", sentence);
    }

    @Override
    public String toString() {
        return "%-8s %-10s %s".formatted(state.word, subject, sentence);
    }
}
