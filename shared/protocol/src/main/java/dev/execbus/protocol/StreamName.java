package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a chunk of output came from; on a terminal both outputs are one stream. */
public enum StreamName {
    STDOUT,
    STDERR,
    PTY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
