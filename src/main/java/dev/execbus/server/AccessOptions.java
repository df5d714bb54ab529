package dev.execbus.server;

import dev.execbus.server.ConfigSource.Option;
import dev.execbus.server.EffectiveConfig.Setting;
import dev.execbus.server.ListenAddress.Stdio;
import dev.execbus.server.ListenAddress.WebSocket;
import dev.execbus.transport.Access;
import dev.execbus.transport.CapabilityTokenAccess;
import dev.execbus.transport.SignedTokenAccess;
import dev.execbus.transport.SignedTokenRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Makes the {@link Access} that the {@code auth} section asks for. Files are read here, once; what is wrong is told in
 * the peer's words, which scripts may know, also where the value did not come from an option.
 */
final class AccessOptions {
    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final int SHORTEST_SECRET_BYTES = 32;

    private final EffectiveConfig config;
    private final Clock clock;

    private AccessOptions(EffectiveConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    static Access access(EffectiveConfig config, Clock clock) {
        AccessOptions options = new AccessOptions(config, clock);
        Access access = switch (config.get(ConfigKeys.AUTH_MODE)) {
            case NONE -> options.open();
            case CAPABILITY_TOKEN -> options.capabilityToken();
            case SIGNED_BEARER_TOKEN -> options.signedToken();
        };
        options.checkListen();
        return access;
    }

    private Access open() {
        if (hasTokenOptions() || hasSignedOptions()) {
            throw new StartupException("websocket auth flags require `--ws-auth capability-token` or"
                    + " `--ws-auth signed-bearer-token`");
        }
        return Access.open();
    }

    private Access capabilityToken() {
        Path file = config.get(ConfigKeys.AUTH_TOKEN_FILE);
        String sha256 = config.get(ConfigKeys.AUTH_TOKEN_SHA256);
        if (hasSignedOptions()) {
            throw new StartupException("`--ws-shared-secret-file`, `--ws-issuer`, `--ws-audience`, and"
                    + " `--ws-max-clock-skew-seconds` require `--ws-auth signed-bearer-token`");
        }
        if (file != null && sha256 != null) {
            throw new StartupException("`--ws-token-file` and `--ws-token-sha256` are mutually exclusive");
        }
        if (file != null) {
            return CapabilityTokenAccess.ofToken(secret(file));
        }
        if (sha256 == null) {
            throw new StartupException("`--ws-token-file` or `--ws-token-sha256` is required when"
                    + " `--ws-auth capability-token` is set");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new StartupException("--ws-token-sha256 must be a 64-character hex SHA-256 digest");
        }
        return CapabilityTokenAccess.ofSha256(HexFormat.of().parseHex(sha256));
    }

    private Access signedToken() {
        Path file = config.get(ConfigKeys.AUTH_SHARED_SECRET_FILE);
        if (hasTokenOptions()) {
            throw new StartupException("`--ws-token-file` and `--ws-token-sha256` require `--ws-auth capability-token`,"
                    + " not `signed-bearer-token`");
        }
        if (file == null) {
            throw new StartupException(
                    "`--ws-shared-secret-file` is required when `--ws-auth signed-bearer-token` is set");
        }
        byte[] secret = secret(file).getBytes(StandardCharsets.UTF_8);
        if (secret.length < SHORTEST_SECRET_BYTES) {
            throw new StartupException(
                    "signed websocket bearer secret " + file + " must be at least " + SHORTEST_SECRET_BYTES + " bytes");
        }
        SignedTokenRules rules = new SignedTokenRules(
                config.get(ConfigKeys.AUTH_ISSUER),
                config.get(ConfigKeys.AUTH_AUDIENCE),
                config.get(ConfigKeys.AUTH_MAX_CLOCK_SKEW_SECONDS));
        return new SignedTokenAccess(secret, rules, clock);
    }

    /** Commands for everybody is never what somebody meant who chose another address than the loopback's. */
    private void checkListen() {
        boolean open = config.get(ConfigKeys.AUTH_MODE) == AuthMode.NONE;
        switch (config.get(ConfigKeys.LISTEN)) {
            case Stdio stdio -> {
                if (!open) {
                    throw new StartupException("WebSocket auth requires a WebSocket listener, not stdio");
                }
            }
            case WebSocket socket -> {
                if (open && !socket.isLoopback()) {
                    throw new StartupException("listening on " + socket
                            + " without authentication would let everybody who reaches it run commands here:"
                            + " choose --ws-auth capability-token or --ws-auth signed-bearer-token, or listen on a"
                            + " loopback address such as " + ListenAddress.DEFAULT);
                }
            }
        }
    }

    private boolean hasTokenOptions() {
        return config.get(ConfigKeys.AUTH_TOKEN_FILE) != null || config.get(ConfigKeys.AUTH_TOKEN_SHA256) != null;
    }

    private boolean hasSignedOptions() {
        Setting<Long> skew = config.setting(ConfigKeys.AUTH_MAX_CLOCK_SKEW_SECONDS);
        return config.get(ConfigKeys.AUTH_SHARED_SECRET_FILE) != null
                || config.get(ConfigKeys.AUTH_ISSUER) != null
                || config.get(ConfigKeys.AUTH_AUDIENCE) != null
                // A complete file spells the default out whatever the mode; an option is there because it is meant.
                || skew.source() instanceof Option
                || !skew.value().equals(skew.key().absent());
    }

    private static String secret(Path file) {
        String secret;
        try {
            secret = Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupException("failed to read websocket auth secret " + file + ": " + FileFailures.reason(e));
        }
        if (secret.isEmpty()) {
            throw new StartupException("websocket auth secret " + file + " must not be empty");
        }
        return secret;
    }
}
