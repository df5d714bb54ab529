package dev.execbus.environment;

import dev.execbus.protocol.EnvironmentMethods.Shell;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the shell a user of this machine would get: the account's, then {@code $SHELL}, then the system's. */
final class HostShell {
    private static final String SYSTEM_SHELL = "/bin/sh";

    private HostShell() {}

    /** A shell that clients have no name for, such as fish, is passed over, and so is one that cannot be run. */
    static Shell unix(Optional<Account> account, Map<String, String> variables, Predicate<String> executable) {
        return Stream.concat(account.map(Account::shell).stream(), Optional.ofNullable(variables.get("SHELL")).stream())
                .filter(path -> path.startsWith("/"))
                .filter(executable)
                .flatMap(path -> known(path).stream())
                .findFirst()
                .orElse(new Shell("sh", SYSTEM_SHELL));
    }

    static Shell windows(Map<String, String> variables) {
        String path = variables.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("COMSPEC"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("cmd.exe");
        return known(path).orElse(new Shell("cmd", "cmd.exe"));
    }

    private static Optional<Shell> known(String path) {
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
        return switch (file) {
            case "bash", "zsh", "sh" -> Optional.of(new Shell(file, path));
            case "powershell.exe", "pwsh.exe", "pwsh" -> Optional.of(new Shell("powershell", path));
            case "cmd.exe" -> Optional.of(new Shell("cmd", path));
            default -> Optional.empty();
        };
    }
}
