package dev.execbus.processes;

import dev.execbus.protocol.ErrorCode;
import java.util.Map;

/** Operating system error numbers (Linux) to what a client is told. */
final class SpawnFailures {
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "Operation not permitted"),
            Map.entry(2, "No such file or directory"),
            Map.entry(5, "I/O error"),
            Map.entry(7, "Argument list too long"),
            Map.entry(8, "Exec format error"),
            Map.entry(11, "Resource temporarily unavailable"),
            Map.entry(12, "Out of memory"),
            Map.entry(13, "Permission denied"),
            Map.entry(20, "Not a directory"),
            Map.entry(22, "Invalid argument"),
            Map.entry(23, "Too many open files in system"),
            Map.entry(24, "No file descriptors available"),
            Map.entry(26, "Text file busy"),
            Map.entry(28, "No space left on device"),
            Map.entry(36, "Filename too long"),
            Map.entry(40, "Symbolic link loop"));

    static final int ARGUMENT_LIST_TOO_LONG = 7;

    private SpawnFailures() {}

    /** EAGAIN, ENOMEM, ENFILE, EMFILE and ENOSPC pass: the client may try again later. Everything else is its own doing. */
    static SpawnException of(int errno) {
        String text = TEXTS.getOrDefault(errno, "Unknown error") + " (os error " + errno + ")";
        return switch (errno) {
            case 11, 12, 23, 24, 28 ->
                new SpawnException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "the machine has no room for another process, try again later: " + text);
            default -> new SpawnException(ErrorCode.INTERNAL, text);
        };
    }

    static SpawnException internal(String sentence) {
        return new SpawnException(ErrorCode.INTERNAL, sentence);
    }
}
