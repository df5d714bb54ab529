package dev.execbus.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The variables a child gets: exactly those of its launch, and on a terminal a SHELL. */
final class ChildEnvironment {
    private static final String FALLBACK = "/bin/sh";
    private static final int NAME_FIELD = 0;
    private static final int SHELL_FIELD = 6;

    private final String accountShell;

    private ChildEnvironment(String accountShell) {
        this.accountShell = accountShell;
    }

    /** Reads the account's shell once; it does not change while a server runs. */
    static ChildEnvironment ofThisAccount() {
        return new ChildEnvironment(shellOf(System.getProperty("user.name"), Path.of("/etc/passwd")));
    }

    Map<String, String> of(Launch launch) {
        if (!launch.onTerminal() || launch.env().containsKey("SHELL")) {
            return launch.env();
        }
        Map<String, String> env = new HashMap<>(launch.env());
        env.put("SHELL", accountShell);
        return env;
    }

    /** The JDK's user.name is the account of the user id, or "?" when there is none. */
    static String shellOf(String account, Path passwords) {
        try (Stream<String> lines = Files.lines(passwords, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > SHELL_FIELD && fields[NAME_FIELD].equals(account))
                    .map(fields -> fields[SHELL_FIELD])
                    .filter(shell -> !shell.isEmpty())
                    .findFirst()
                    .orElse(FALLBACK);
        } catch (IOException e) {
            return FALLBACK;
        }
    }
}
