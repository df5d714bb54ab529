package dev.execbus.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the operating system says of the machine and the user this server runs as.
 *
 * @param os as clients know it: linux, macos, windows, or the Java name in lower case
 * @param machine a text that is this machine's own
 * @param account empty where the account database is not a file, or has no line for the user
 */
record Host(String os, String machine, String user, Optional<Account> account) {
    /** Blocks: reads a few small files. Whatever cannot be read is left out. */
    static Host read() {
        String user = System.getProperty("user.name", "");
        return new Host(
                os(System.getProperty("os.name", "")),
                thisMachine(),
                user,
                Account.find(lines(Path.of("/etc/passwd")), uid(), user));
    }

    EnvironmentPolicy.Platform platform() {
        return os.equals("windows") ? EnvironmentPolicy.Platform.WINDOWS : EnvironmentPolicy.Platform.UNIX;
    }

    static String os(String javaName) {
        String name = javaName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") ? "macos" : name;
    }

    private static String thisMachine() {
        return Stream.of("/etc/machine-id", "/var/lib/dbus/machine-id", "/proc/sys/kernel/hostname")
                .flatMap(file -> lines(Path.of(file)).stream().limit(1))
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }

    /** The folder of our own process belongs to the effective user. */
    private static OptionalLong uid() {
        try {
            return OptionalLong.of(((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            // Lenient: one comment that is not UTF-8 must not hide every account.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
