package dev.execbus.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in the operating system's words why a file cannot be read. */
final class FileFailures {
    private FileFailures() {}

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException ignored -> "No such file or directory (os error 2)";
            case AccessDeniedException ignored -> "Permission denied (os error 13)";
            case CharacterCodingException ignored -> "stream did not contain valid UTF-8";
            default -> "Is a directory".equals(e.getMessage()) ? "Is a directory (os error 21)" : e.getMessage();
        };
    }
}
