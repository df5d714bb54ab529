package dev.execbus.testkit;

import java.io.IOException;

/** The server answered the upgrade with something else than a WebSocket. */
public final class UpgradeRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String body;

    UpgradeRefusedException(int status, String body) {
        super("the upgrade was refused with " + status + " " + body);
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}
