package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a view has ended although nobody has detached it. */
public enum ViewEnd {
    /** Its share was revoked. */
    REVOKED,
    /** Its share has expired. */
    EXPIRED,
    /** The process is no longer known. */
    PROCESS,
    /** The worker of the process is lost, or has given this gateway up. */
    WORKER,
    /** The session of the process has ended. */
    SESSION;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
