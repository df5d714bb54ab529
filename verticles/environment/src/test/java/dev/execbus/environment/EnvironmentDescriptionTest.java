package dev.execbus.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.protocol.EnvironmentMethods.Shell;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EnvironmentDescriptionTest {
    private static final SandboxInfo SANDBOX = new SandboxInfo("bubblewrap", "bubblewrap 0.8.0");
    private static final Host HOST =
            new Host("linux", "machine", "ann", Optional.of(new Account("ann", 1000, "/home/ann", "/bin/zsh")));

    @Test
    void saysEverythingClientsMayKnow() {
        EnvironmentInfo info = describe(Map.of("HOME", "/root", "TMPDIR", "scratch"), HOST);
        assertThat(info)
                .isEqualTo(new EnvironmentInfo(
                        new Shell("zsh", "/bin/zsh"),
                        "1.2.3",
                        info.providerId(),
                        "file:///srv/server",
                        "file:///root",
                        "linux",
                        List.of(),
                        List.of("file:///srv/server/scratch"),
                        "file:///srv/server/scratch",
                        capabilities(),
                        SANDBOX));
    }

    @Test
    void filesAreStreamedOutOfASandboxOnlyWhereThereIsOne() {
        SandboxInfo none = new SandboxInfo("none", "bubblewrap is not installed");
        EnvironmentInfo info = EnvironmentDescription.of(
                new EnvironmentSettings("1.2.3", Map.of(), Path.of("/")), HOST, none, path -> true);
        assertThat(info.sandbox()).isEqualTo(none);
        assertThat(info.capabilities()).containsEntry("sandboxedFileStreaming", false);
    }

    @Test
    void fallsBackToTheAccountAndToTmp() {
        EnvironmentInfo info = describe(Map.of("HOME", "", "TMPDIR", ""), HOST);
        assertThat(info.userHomeDir()).isEqualTo("file:///home/ann");
        assertThat(info.temporaryDirectories()).isEmpty();
        assertThat(info.tempDir()).isEqualTo("file:///tmp");
    }

    @Test
    void leavesTheHomeOutWhereNobodyKnowsIt() {
        EnvironmentInfo info = describe(Map.of(), new Host("linux", "machine", "ann", Optional.empty()));
        assertThat(info.userHomeDir()).isNull();
        assertThat(info.shell()).isEqualTo(new Shell("sh", "/bin/sh"));
    }

    @Test
    void theProviderIsOneMachineAndUser() {
        String here = describe(Map.of(), HOST).providerId();
        assertThat(here).matches("sha256:[0-9a-f]{64}");
        assertThat(describe(Map.of("HOME", "/other"), HOST).providerId()).isEqualTo(here);
        assertThat(describe(Map.of(), new Host("linux", "other", "ann", Optional.empty()))
                        .providerId())
                .isNotEqualTo(here);
        assertThat(describe(Map.of(), new Host("linux", "machine", "bob", Optional.empty()))
                        .providerId())
                .isNotEqualTo(here);
    }

    @Test
    void knowsOperatingSystemsByTheirNamesOnTheWire() {
        assertThat(Host.os("Linux")).isEqualTo("linux");
        assertThat(Host.os("Mac OS X")).isEqualTo("macos");
        assertThat(Host.os("Windows 11")).isEqualTo("windows");
    }

    @Test
    void dropsWhatTheStartScriptLeftBehind() {
        assertThat(new EnvironmentSettings(
                                "1",
                                Map.of(
                                        "EXECBUS_JAVA_HOME",
                                        "/jdk",
                                        "EXECBUS_LAUNCHED_BY",
                                        "x",
                                        "EXECBUS_URL",
                                        "ws://x"),
                                Path.of("/"))
                        .variables())
                .isEqualTo(Map.of("EXECBUS_URL", "ws://x"));
    }

    private static EnvironmentInfo describe(Map<String, String> variables, Host host) {
        return EnvironmentDescription.of(
                new EnvironmentSettings("1.2.3", variables, Path.of("/srv/server")), host, SANDBOX, path -> true);
    }

    private static Map<String, Boolean> capabilities() {
        Map<String, Boolean> capabilities = new LinkedHashMap<>();
        for (String name : List.of(
                "networkProxyLaunch",
                "networkProxyReviewDomains",
                "credentialMasking",
                "credentialMaskingCustomProviders",
                "capabilityDiscoverySandbox",
                "capabilityDiscoveryV2",
                "environmentConfigRead",
                "shellSnapshotV2",
                "windowsMxc",
                "linuxRootWritePreservesDevices",
                "linuxApprovedRootWritePreservesRestrictions")) {
            capabilities.put(name, false);
        }
        for (String name : List.of(
                "fsWatchMissing",
                "httpHeaderEnvVars",
                "fileWriteStreaming",
                "sandboxedFileStreaming",
                "processResize",
                "processCloseStdin",
                "processSignals",
                "processTimeout",
                "processList",
                "processLimits",
                "processDigest",
                "outputSpill",
                "opId",
                "fsWatch",
                "fsRename",
                "fsAtomicWrite",
                "fsExpectedSha256",
                "httpCancel",
                "views")) {
            capabilities.put(name, true);
        }
        return capabilities;
    }
}
