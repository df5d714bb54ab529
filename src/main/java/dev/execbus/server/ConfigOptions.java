package dev.execbus.server;

import dev.execbus.server.ConfigLoader.OptionValue;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that make the configuration, for every command that has one. Names are the peer's where it has them. */
final class ConfigOptions {
    private static final BigInteger LARGEST_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration, YAML if it ends in .yaml or .yml and JSON otherwise.")
    private Path file;

    private final List<String> assignments = new ArrayList<>();

    @Option(names = "--role", paramLabel = "ROLE", description = "single, gateway, worker or all. Default: single.")
    private String role;

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "Name of this node, its own in its cluster. Default: local.")
    private String nodeName;

    @Option(
            names = "--listen",
            paramLabel = "URL",
            description = "ws://IP:PORT or stdio; port 0 takes a free one. Default: ws://127.0.0.1:4500.")
    private String listen;

    @Option(
            names = "--console",
            description = "Serve the console for browsers at /console/. It can do all that clients can.")
    private boolean console;

    @Option(
            names = "--ws-auth",
            paramLabel = "MODE",
            description =
                    "How clients prove who they are: capability-token or signed-bearer-token. Default: not at all.")
    private String mode;

    @Option(names = "--ws-token-file", paramLabel = "FILE", description = "The capability token.")
    private String tokenFile;

    @Option(names = "--ws-token-sha256", paramLabel = "HEX", description = "Its SHA-256, instead of the token.")
    private String tokenSha256;

    @Option(
            names = "--ws-shared-secret-file",
            paramLabel = "FILE",
            description = "The secret that signs bearer tokens (HS256), of 32 bytes at least.")
    private String sharedSecretFile;

    @Option(names = "--ws-issuer", paramLabel = "TEXT", description = "What signed tokens must have as iss.")
    private String issuer;

    @Option(names = "--ws-audience", paramLabel = "TEXT", description = "What signed tokens must have in aud.")
    private String audience;

    @Option(
            names = "--ws-max-clock-skew-seconds",
            paramLabel = "N",
            description = "How far the signer's clock may be off. Default: 30.")
    private BigInteger maxClockSkewSeconds;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets any key of the configuration, for example transport.frameBytes=1048576. Repeatable.")
    void setAssignments(List<String> texts) {
        for (String text : texts) {
            if (text.indexOf('=') < 1) {
                throw new ParameterException(
                        command.commandLine(),
                        "Invalid value for option '--set': expected KEY=VALUE but was '" + text + "'");
            }
        }
        assignments.clear();
        assignments.addAll(texts);
    }

    /** @throws StartupException for what the configuration may not be */
    EffectiveConfig load(Map<String, String> environment) {
        return ConfigLoader.load(Optional.ofNullable(file), environment, assignments, options());
    }

    private List<OptionValue> options() {
        List<OptionValue> options = new ArrayList<>();
        add(options, ConfigKeys.NODE_NAME, "--node-name", nodeName);
        add(options, ConfigKeys.NODE_ROLE, "--role", role);
        add(options, ConfigKeys.LISTEN, "--listen", checkedListen());
        add(options, ConfigKeys.CONSOLE, "--console", console ? "true" : null);
        add(options, ConfigKeys.AUTH_MODE, "--ws-auth", checkedMode());
        add(options, ConfigKeys.AUTH_TOKEN_FILE, "--ws-token-file", tokenFile);
        add(options, ConfigKeys.AUTH_TOKEN_SHA256, "--ws-token-sha256", tokenSha256);
        add(options, ConfigKeys.AUTH_SHARED_SECRET_FILE, "--ws-shared-secret-file", sharedSecretFile);
        add(options, ConfigKeys.AUTH_ISSUER, "--ws-issuer", issuer);
        add(options, ConfigKeys.AUTH_AUDIENCE, "--ws-audience", audience);
        add(options, ConfigKeys.AUTH_MAX_CLOCK_SKEW_SECONDS, "--ws-max-clock-skew-seconds", checkedSkew());
        return options;
    }

    private static void add(List<OptionValue> options, ConfigKey<?> key, String option, String text) {
        if (text != null) {
            options.add(new OptionValue(key, option, text));
        }
    }

    /** Scripts know the peer's words for a wrong address. */
    private String checkedListen() {
        if (listen != null) {
            try {
                ListenAddress.parse(listen);
            } catch (IllegalArgumentException e) {
                throw new StartupException(e.getMessage());
            }
        }
        return listen;
    }

    private String checkedMode() {
        if (mode != null && !mode.equals("capability-token") && !mode.equals("signed-bearer-token")) {
            throw new ParameterException(
                    command.commandLine(),
                    "Invalid value for option '--ws-auth': expected capability-token or signed-bearer-token but was '"
                            + mode + "'");
        }
        return mode;
    }

    private String checkedSkew() {
        if (maxClockSkewSeconds == null) {
            return null;
        }
        if (maxClockSkewSeconds.signum() < 0 || maxClockSkewSeconds.compareTo(LARGEST_U64) > 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "Invalid value for option '--ws-max-clock-skew-seconds': expected a number from 0 but was '"
                            + maxClockSkewSeconds + "'");
        }
        if (maxClockSkewSeconds.bitLength() >= Long.SIZE) {
            throw new StartupException("websocket auth clock skew must fit in a signed 64-bit integer");
        }
        return maxClockSkewSeconds.toString();
    }
}
