package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.MINIMAL;
import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.SLASH_TMP;
import static dev.execbus.sandbox.Policies.deny;
import static dev.execbus.sandbox.Policies.denyGlob;
import static dev.execbus.sandbox.Policies.entry;
import static dev.execbus.sandbox.Policies.read;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files.Restricted;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyResolverTest {
    private final FakeFiles files = new FakeFiles();

    private ResolvedPolicy resolve(long depth, String tmpdir, List<String> roots, SandboxEntry... entries) {
        Restricted some = new Restricted(List.of(entries), depth);
        return new PolicyResolver(files).forProcess(new SandboxParams(true, some, false, "/ws", roots), some, tmpdir);
    }

    private ResolvedPolicy resolve(SandboxEntry... entries) {
        return resolve(0, null, List.of(), entries);
    }

    private static ResolvedPolicy rules(PathRule... rules) {
        return new ResolvedPolicy(List.of(rules));
    }

    private static PathRule rule(String path, Access access) {
        return new PathRule(path, access, false);
    }

    @Test
    void keepsTheStrongestOfTheRulesForOnePath() {
        assertThat(resolve(read("/a"), write("/a"), write("/b"), deny("/b"), read("/b"), read("/c/../d//")))
                .isEqualTo(rules(rule("/a", Access.WRITE), rule("/b", Access.DENY), rule("/d", Access.READ)));
    }

    @Test
    void passesOverWhatIsMissingOnlyIfAllRulesSaySo() {
        SandboxEntry skipping = new SandboxEntry(new Place.AbsolutePath("/a"), Access.READ, true);

        assertThat(resolve(skipping)).isEqualTo(rules(new PathRule("/a", Access.READ, true)));
        assertThat(resolve(skipping, read("/a"))).isEqualTo(rules(rule("/a", Access.READ)));
        assertThat(resolve(read("/a"), skipping)).isEqualTo(rules(rule("/a", Access.READ)));
    }

    @Test
    void meansEveryWorkspaceRootAndNothingWithoutOne() {
        SandboxEntry roots = entry(new Place.Workspace(""), Access.WRITE);
        SandboxEntry below = entry(new Place.Workspace("docs/x"), Access.READ);

        assertThat(resolve(0, null, List.of("/a", "/b"), roots, below))
                .isEqualTo(rules(
                        rule("/a", Access.WRITE),
                        rule("/a/docs/x", Access.READ),
                        rule("/b", Access.WRITE),
                        rule("/b/docs/x", Access.READ)));
        assertThat(resolve(roots, below)).isEqualTo(rules());
    }

    @Test
    void meansWhatThePlatformHas() {
        files.directory("/usr").link("/bin", "usr/bin").directory("/etc").directory("/opt");

        assertThat(resolve(MINIMAL))
                .isEqualTo(rules(rule("/bin", Access.READ), rule("/etc", Access.READ), rule("/usr", Access.READ)));
    }

    @Test
    void takesTheTemporaryDirectoryFromTheCommandOnly() {
        SandboxEntry tmpdir = entry(new Place.TemporaryDirectory(), Access.WRITE);

        assertThat(resolve(0, "/var/t/", List.of(), tmpdir)).isEqualTo(rules(rule("/var/t", Access.WRITE)));
        assertThat(resolve(0, "t", List.of(), tmpdir)).isEqualTo(rules());
        assertThat(resolve(tmpdir, SLASH_TMP, entry(new Place.Unknown(), Access.WRITE)))
                .isEqualTo(rules(rule("/tmp", Access.WRITE)));
    }

    @Test
    void findsWhatGlobsMeanNow() {
        files.file("/ws/a.env")
                .file("/ws/.hidden/b.env")
                .file("/ws/deep/er/c.env")
                .file("/ws/other")
                .link("/ws/d.env", "../out/secret")
                .file("/out/secret")
                .file("/out/x.env")
                .link("/ws/out", "../out")
                .link("/ws/gone.env", "nowhere")
                .link("/ws/all.env", "/");
        ResolvedPolicy all = rules(
                rule("/out/secret", Access.DENY),
                rule("/ws/.hidden/b.env", Access.DENY),
                rule("/ws/a.env", Access.DENY),
                rule("/ws/deep/er/c.env", Access.DENY));

        assertThat(resolve(denyGlob("**/*.env"))).isEqualTo(all);
        assertThat(resolve(denyGlob("/ws/**/*.env"))).isEqualTo(all);
        assertThat(resolve(denyGlob("*/b.{env,txt}"))).isEqualTo(rules(rule("/ws/.hidden/b.env", Access.DENY)));
        assertThat(resolve(1, null, List.of(), denyGlob("**/*.env")))
                .isEqualTo(rules(rule("/out/secret", Access.DENY), rule("/ws/a.env", Access.DENY)));
        assertThat(resolve(2, null, List.of(), denyGlob("**/*.env")))
                .isEqualTo(rules(
                        rule("/out/secret", Access.DENY),
                        rule("/ws/.hidden/b.env", Access.DENY),
                        rule("/ws/a.env", Access.DENY)));
        assertThat(resolve(denyGlob("../out/*.env"))).isEqualTo(rules(rule("/out/x.env", Access.DENY)));
        assertThat(resolve(denyGlob("other"), denyGlob("never/there")))
                .isEqualTo(rules(rule("/ws/other", Access.DENY)));
    }

    @Test
    void takesForGrantedOnlyGlobsThatDeny() {
        files.file("/ws/a.env");

        assertThat(resolve(entry(new Place.Glob("*.env"), Access.READ))).isEqualTo(rules());
    }

    @Test
    void readsPatternsThatMakeNoSenseAsNames() {
        files.file("/ws/[a").file("/ws/a");

        assertThat(resolve(denyGlob("[a"))).isEqualTo(rules(rule("/ws/[a", Access.DENY)));
    }

    @Test
    void refusesToProtectOnlyTheFirstOfTooManyFiles() {
        for (int i = 0; i <= GlobExpansion.MOST_MATCHES; i++) {
            files.file("/ws/" + i);
        }

        assertThatThrownBy(() -> resolve(denyGlob("*")))
                .hasMessage("cannot enforce sandbox glob patterns: they fit more than 8192 files");
    }

    @Test
    void letsFileOperationsReadWhatTheyNeedThemselves() {
        files.directory("/usr").directory("/etc").file("/opt/server.jar");
        Restricted some = new Restricted(
                List.of(write("/ws"), deny("/etc"), entry(new Place.TemporaryDirectory(), Access.WRITE)), 0);
        SandboxParams policy = new SandboxParams(true, some, true, null, List.of());

        assertThat(new PolicyResolver(files)
                        .forFiles(policy, some, List.of("/opt/server.jar", "/usr/lib/jvm", "/ws/x")))
                .isEqualTo(rules(
                        rule("/etc", Access.DENY),
                        new PathRule("/opt/server.jar", Access.READ, true),
                        new PathRule("/usr", Access.READ, true),
                        rule("/ws", Access.WRITE)));
    }

    @Test
    void addsNothingWhereEverythingMayBeRead() {
        files.directory("/usr");
        Restricted some = new Restricted(List.of(ROOT_READ), 0);

        assertThat(new PolicyResolver(files)
                        .forFiles(new SandboxParams(true, some, true, null, List.of()), some, List.of("/opt/jar")))
                .isEqualTo(rules(rule("/", Access.READ)));
    }
}
