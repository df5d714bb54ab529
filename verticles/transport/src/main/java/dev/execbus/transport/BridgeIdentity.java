package dev.execbus.transport;

import io.vertx.core.Future;

/** As whom a client of the bridge came in, which it may say with its first message. Confined to its door. */
final class BridgeIdentity {
    private final Admission admission;
    private final Strangers strangers;
    private final long openedAtNanos = System.nanoTime();
    private Caller caller;
    private boolean counted;

    /** @param caller null while it has not said who it is */
    BridgeIdentity(Admission admission, Strangers strangers, Caller caller) {
        this.admission = admission;
        this.strangers = strangers;
        this.caller = caller;
    }

    void opened() {
        if (caller == null) {
            counted = true;
            strangers.came();
        }
    }

    boolean known() {
        return caller != null;
    }

    /** Null while it is not known. */
    Caller caller() {
        return caller;
    }

    /** It should have said who it is. */
    boolean overdue(long nowNanos) {
        return caller == null && nowNanos - openedAtNanos > Strangers.LONGEST.toNanos();
    }

    /** Fails as {@link Admission#admit}. */
    Future<Caller> admit(String authorization) {
        return admission.admit(authorization).onSuccess(admitted -> {
            caller = admitted;
            left();
        });
    }

    /** It is no stranger any more, or not there any more. */
    void left() {
        if (counted) {
            counted = false;
            strangers.left();
        }
    }
}
