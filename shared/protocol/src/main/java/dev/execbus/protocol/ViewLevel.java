package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** By what right somebody views a process. */
public enum ViewLevel {
    /** The connection of the process's session. */
    OWNER,
    /** A connection to a server whose console is on. */
    OPERATOR,
    /** Whoever holds a share. */
    SHARE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may decide who drives. */
    public boolean decides() {
        return this != SHARE;
    }
}
