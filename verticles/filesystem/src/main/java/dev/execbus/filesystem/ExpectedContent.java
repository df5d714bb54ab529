package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Compares what a file holds with what a client expects it to hold. Blocks. */
final class ExpectedContent {
    private static final int SLICE = 128 << 10;

    private ExpectedContent() {}

    static boolean isMissing(WriteFileParams params) {
        return WriteFileParams.EXPECTED_MISSING.equals(params.expectedSha256());
    }

    /** For a name without links; {@code present} is null when there is nothing. */
    static void check(WriteFileParams params, Path path, FileStatus present) throws IOException {
        String expected = params.expectedSha256();
        if (expected == null) {
            return;
        }
        if (isMissing(params)) {
            if (present != null) {
                throw exists();
            }
        } else if (present == null) {
            throw conflict("there is no such file, and its SHA-256 was expected to be " + expected);
        } else if (present.kind() != Kind.REGULAR) {
            throw ExecbusException.invalidRequest("path `" + params.path() + "` is not a file");
        } else {
            String actual = sha256(path);
            if (!actual.equals(expected)) {
                throw conflict("the SHA-256 of the file is " + actual + ", and was expected to be " + expected);
            }
        }
    }

    static ExecbusException exists() {
        return conflict("the file exists, and was expected to be missing");
    }

    static ExecbusException conflict(String message) {
        return new ExecbusException(ErrorCode.CONFLICT, message + "; nothing was written");
    }

    private static String sha256(Path path) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(SLICE);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
