package dev.execbus.environment;

import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.protocol.EnvironmentMethods.Shell;
import dev.execbus.protocol.PathUri;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Says what clients may know of this machine. */
final class EnvironmentDescription {
    /** The peer's capabilities that this server has not: a client switches the feature off for each. */
    private static final List<String> NOT_HERE = List.of(
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
            "linuxApprovedRootWritePreservesRestrictions");

    /** The peer's that it has. */
    private static final List<String> HERE = List.of("fsWatchMissing", "httpHeaderEnvVars", "fileWriteStreaming");

    /** The peer's that need a sandbox. */
    private static final List<String> SANDBOXED = List.of("sandboxedFileStreaming");

    /** Extensions of this server. */
    private static final List<String> EXTENSIONS = List.of(
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
            "views");

    private EnvironmentDescription() {}

    static EnvironmentInfo of(EnvironmentSettings settings, Host host, SandboxInfo sandbox) {
        return of(settings, host, sandbox, EnvironmentDescription::executable);
    }

    static EnvironmentInfo of(
            EnvironmentSettings settings, Host host, SandboxInfo sandbox, Predicate<String> executable) {
        Optional<String> temporary = absolute(settings, "TMPDIR");
        return new EnvironmentInfo(
                shell(settings, host, executable),
                settings.version(),
                providerId(host),
                PathUri.encode(settings.workingDirectory().toString()),
                absolute(settings, "HOME")
                        .or(() -> host.account().map(Account::home).filter(home -> !home.isEmpty()))
                        .map(PathUri::encode)
                        .orElse(null),
                host.os(),
                List.of(),
                temporary.map(PathUri::encode).stream().toList(),
                PathUri.encode(temporary.orElse("/tmp")),
                capabilities(sandbox),
                sandbox);
    }

    private static Shell shell(EnvironmentSettings settings, Host host, Predicate<String> executable) {
        return switch (host.platform()) {
            case UNIX -> HostShell.unix(host.account(), settings.variables(), executable);
            case WINDOWS -> HostShell.windows(settings.variables());
        };
    }

    private static Optional<String> absolute(EnvironmentSettings settings, String variable) {
        return Optional.ofNullable(settings.variables().get(variable))
                .filter(path -> !path.isEmpty())
                .flatMap(path -> resolved(settings.workingDirectory(), path));
    }

    /** Empty for what is no path here, as a value that could not be decoded may be. */
    private static Optional<String> resolved(Path workingDirectory, String path) {
        try {
            return Optional.of(workingDirectory.resolve(path).toString());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean executable(String path) {
        try {
            return Files.isExecutable(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The same for every start on this machine by this user, and tells nothing of either. */
    private static String providerId(Host host) {
        String identity = "execbus\n" + host.machine() + "\n" + host.user();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Map<String, Boolean> capabilities(SandboxInfo sandbox) {
        Map<String, Boolean> capabilities = new LinkedHashMap<>();
        NOT_HERE.forEach(name -> capabilities.put(name, false));
        HERE.forEach(name -> capabilities.put(name, true));
        SANDBOXED.forEach(name -> capabilities.put(name, !sandbox.mechanism().equals(SandboxInfo.NONE)));
        EXTENSIONS.forEach(name -> capabilities.put(name, true));
        return Collections.unmodifiableMap(capabilities);
    }
}
