package dev.execbus.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One place where processes can run. Nothing is looked up, read or reached before it is used.
 *
 * @param id as callers name it
 * @param reach how to get there
 * @param initializeTimeout how long it may take until a session is open
 * @param token what to say who one is
 */
public record EnvironmentSpec(
        String id,
        Reach reach,
        Duration initializeTimeout,
        EnvironmentToken token,
        EnvironmentCapabilities capabilities) {

    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration INITIALIZE_TIMEOUT = Duration.ofSeconds(10);

    /** How an environment is reached. */
    public sealed interface Reach {}

    /** It is this machine. */
    public record Here() implements Reach {}

    /** @param url as it was written; where it came from a variable it may be none at all, which shows on the first use */
    public record ByUrl(String url, Duration connectTimeout) implements Reach {}

    /**
     * A program that speaks the protocol on its standard input and output.
     *
     * @param env added to this process's own variables
     * @param cwd null for this process's
     */
    public record ByProgram(String program, List<String> args, Map<String, String> env, Path cwd) implements Reach {
        public ByProgram {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        /** Without arguments and variables, which may be secrets. */
        @Override
        public String toString() {
            return "ByProgram[program=" + program + "]";
        }
    }

    static EnvironmentSpec here() {
        return new EnvironmentSpec(
                EnvironmentsConfig.LOCAL,
                new Here(),
                INITIALIZE_TIMEOUT,
                new EnvironmentToken.None(),
                EnvironmentCapabilities.ALL);
    }
}
