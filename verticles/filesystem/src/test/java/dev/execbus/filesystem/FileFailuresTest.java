package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "Operation not permitted, INVALID_REQUEST, Operation not permitted (os error 1)",
        "Invalid argument, INVALID_REQUEST, Invalid argument (os error 22)",
        "Input/output error, INTERNAL, I/O error (os error 5)",
        "I/O error, INTERNAL, I/O error (os error 5)",
        "Device or resource busy, INTERNAL, Resource busy (os error 16)",
        "Invalid cross-device link, INTERNAL, Cross-device link (os error 18)",
        "Too many open files, INTERNAL, No file descriptors available (os error 24)",
        "Too many open files in system, INTERNAL, Too many open files in system (os error 23)",
        "No space left on device, INTERNAL, No space left on device (os error 28)",
        "Read-only file system, INTERNAL, Read-only file system (os error 30)",
        "File name too long, INTERNAL, Filename too long (os error 36)",
        "Too many levels of symbolic links (NOFOLLOW_LINKS specified), INTERNAL, Symbolic link loop (os error 40)",
        "Disk quota exceeded, INTERNAL, Quota exceeded (os error 122)",
        "Something new, INTERNAL, Something new",
    })
    void speaksTheWordsOfMusl(String reason, ErrorCode code, String message) {
        assertThat(FileFailures.of(new FileSystemException("/secret/path", null, reason)))
                .extracting(ExecbusException::code, ExecbusException::getMessage)
                .containsExactly(code, message);
        assertThat(FileFailures.of(new IOException(reason)))
                .extracting(ExecbusException::code, ExecbusException::getMessage)
                .containsExactly(code, message);
    }

    @Test
    void neverTellsThePath() {
        assertThat(FileFailures.of(new AccessDeniedException("/secret/path")))
                .hasMessage("Permission denied (os error 13)");
        assertThat(FileFailures.of(new FileSystemException("/secret/path"))).hasMessage("I/O error");
    }
}
