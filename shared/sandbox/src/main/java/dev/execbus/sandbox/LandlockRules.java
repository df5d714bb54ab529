package dev.execbus.sandbox;

import java.util.List;

/**
 * What stays allowed; everything else is refused. Paths are absolute and free of links; those that are not there, or
 * lead over a link by now, grant nothing.
 *
 * @param readable files and directories that may be read, and executed, with all that is beneath them; {@code "/"} for
 *     everything
 * @param writable the same for everything else that can be done with files, but making devices
 * @param devices whether those that every program expects may be used: /dev/null and its like, and terminals
 */
record LandlockRules(List<String> readable, List<String> writable, boolean devices) {
    LandlockRules {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }
}
