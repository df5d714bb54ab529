package dev.execbus.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.EnvironmentMethods.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class HostShellTest {
    private static final List<String> DATABASE = List.of(
            "# a comment",
            "root:x:0:0:root:/root:/bin/bash",
            "broken:x:zero:0:broken:/:/bin/sh",
            "ann:x:1000:1000:Ann,,,:/home/ann:/usr/bin/zsh",
            "toor:x:0:0:root too:/root2:/bin/sh");

    @Test
    void findsTheAccountOfTheEffectiveUser() {
        Account ann = new Account("ann", 1000, "/home/ann", "/usr/bin/zsh");
        assertThat(Account.find(DATABASE, OptionalLong.of(1000), "root")).contains(ann);
        assertThat(Account.find(DATABASE, OptionalLong.empty(), "ann")).contains(ann);
        assertThat(Account.find(DATABASE, OptionalLong.of(0), "toor"))
                .contains(new Account("root", 0, "/root", "/bin/bash"));
        assertThat(Account.find(DATABASE, OptionalLong.of(7), "root")).isEmpty();
        assertThat(Account.find(DATABASE, OptionalLong.empty(), "broken")).isEmpty();
    }

    @Test
    void prefersTheAccountsShellToTheVariable() {
        assertThat(unix("/usr/bin/zsh", "/bin/bash")).isEqualTo(new Shell("zsh", "/usr/bin/zsh"));
    }

    @Test
    void passesOverShellsClientsHaveNoNameFor() {
        assertThat(unix("/usr/bin/fish", "/bin/bash")).isEqualTo(new Shell("bash", "/bin/bash"));
        assertThat(unix("/usr/sbin/nologin", "/usr/bin/fish")).isEqualTo(new Shell("sh", "/bin/sh"));
        assertThat(unix("", "zsh")).isEqualTo(new Shell("sh", "/bin/sh"));
    }

    @Test
    void passesOverShellsThatCannotBeRun() {
        Account account = new Account("ann", 1000, "/home/ann", "/usr/bin/zsh");
        assertThat(HostShell.unix(Optional.of(account), Map.of("SHELL", "/bin/bash"), "/bin/bash"::equals))
                .isEqualTo(new Shell("bash", "/bin/bash"));
    }

    @Test
    void namesTheWindowsShell() {
        assertThat(HostShell.windows(Map.of("ComSpec", "C:\\Windows\\system32\\cmd.exe")))
                .isEqualTo(new Shell("cmd", "C:\\Windows\\system32\\cmd.exe"));
        assertThat(HostShell.windows(Map.of("COMSPEC", "C:\\pwsh.exe")))
                .isEqualTo(new Shell("powershell", "C:\\pwsh.exe"));
        assertThat(HostShell.windows(Map.of())).isEqualTo(new Shell("cmd", "cmd.exe"));
    }

    private static Shell unix(String accountShell, String variable) {
        Account account = new Account("ann", 1000, "/home/ann", accountShell);
        return HostShell.unix(Optional.of(account), Map.of("SHELL", variable), path -> true);
    }
}
