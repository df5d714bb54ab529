package dev.execbus.transport;

/** As whom a client comes in. */
sealed interface Caller {
    /** It may do whatever a client may. */
    record Member() implements Caller {}

    /** It has a share and no other right. */
    record Guest(String share) implements Caller {
        /** A share is a secret. */
        @Override
        public String toString() {
            return "Guest";
        }
    }
}
