package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.SLASH_TMP;
import static dev.execbus.sandbox.Policies.deny;
import static dev.execbus.sandbox.Policies.policy;
import static dev.execbus.sandbox.Policies.read;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files.Restricted;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandlockPolicyTest {
    private final FakeFiles files = new FakeFiles()
            .directory("/ws/src")
            .file("/out/s")
            .directory("/tmp/own")
            .directory("/usr")
            .link("/alias", "/out/s");

    private LandlockPolicy express(boolean withoutCarveOuts, SandboxEntry... entries) {
        SandboxParams policy = policy(entries);
        ResolvedPolicy resolved = new PolicyResolver(files).forProcess(policy, (Restricted) policy.files(), null);
        return LandlockPolicy.of(PolicyTreeBuilder.build(resolved, List.of("/tmp/own"), files), withoutCarveOuts);
    }

    private static LandlockPolicy rules(List<String> readable, List<String> writable) {
        return new LandlockPolicy.Expressed(new LandlockRules(readable, writable, true));
    }

    private static LandlockPolicy lost(String path) {
        return new LandlockPolicy.Inexpressible("Landlock cannot protect " + path
                + " inside a directory that the policy opens: bubblewrap is needed for that");
    }

    @Test
    void opensPlacesWithoutLinks() {
        assertThat(express(false, read("/usr"), write("/alias"), read("/nowhere"), deny("/ws")))
                .isEqualTo(rules(List.of("/usr"), List.of("/out/s")));
        assertThat(express(false, ROOT_READ)).isEqualTo(rules(List.of("/"), List.of()));
    }

    @Test
    void cannotProtectPartsOfWritableDirectories() {
        assertThat(express(false, ROOT_READ, write("/ws"))).isEqualTo(lost("/ws/.agents"));
        assertThat(express(false, ROOT_READ, write("/out/s"), write("/ws"), read("/ws/src")))
                .isEqualTo(lost("/ws/src"));
        assertThat(express(
                        false,
                        ROOT_READ,
                        write("/ws"),
                        write("/ws/.git"),
                        write("/ws/.codex"),
                        write("/ws/.agents"),
                        write("/ws/.aws")))
                .isEqualTo(rules(List.of("/"), List.of("/ws")));
    }

    @Test
    void givesUpReadOnlyPartsWhereTheOperatorWantsThat() {
        assertThat(express(true, ROOT_READ, write("/ws"), SLASH_TMP, read("/ws/src")))
                .isEqualTo(rules(List.of("/", "/ws/src"), List.of("/tmp", "/ws")));
    }

    @Test
    void neverGivesUpWhatIsDenied() {
        assertThat(express(true, ROOT_READ, deny("/out/s"))).isEqualTo(lost("/out/s"));
        assertThat(express(true, write("/ws"), deny("/ws/src"))).isEqualTo(lost("/ws/src"));
        assertThat(express(true, write("/ws"), deny("/ws/later"))).isEqualTo(lost("/ws/later"));
    }

    @Test
    void protectsTheServersOwnDirectoriesFromWriting() {
        assertThat(express(false, ROOT_READ, write("/tmp/.git"), SLASH_TMP)).isEqualTo(lost("/tmp/own"));
    }
}
