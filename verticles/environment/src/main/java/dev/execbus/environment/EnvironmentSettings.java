package dev.execbus.environment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the environment room is told of the server it is part of.
 *
 * @param version of Execbus, as clients see it
 * @param variables the server's own; those the start script left behind are dropped here
 * @param workingDirectory absolute
 */
public record EnvironmentSettings(String version, Map<String, String> variables, Path workingDirectory) {
    private static final String JAVA_HOME = "EXECBUS_JAVA_HOME";
    private static final String LAUNCHED = "EXECBUS_LAUNCHED_";

    public EnvironmentSettings {
        Map<String, String> passedOn = new HashMap<>(variables);
        passedOn.keySet().removeIf(name -> name.equals(JAVA_HOME) || name.startsWith(LAUNCHED));
        variables = Map.copyOf(passedOn);
    }

    /**
     * The settings of this very process. Variables that are not UTF-8 break nothing: {@link System#getenv()} decodes
     * leniently, with the locale's encoding, and puts a replacement character where it cannot.
     */
    public static EnvironmentSettings ofThisProcess(String version) {
        return new EnvironmentSettings(version, System.getenv(), Path.of("").toAbsolutePath());
    }
}
