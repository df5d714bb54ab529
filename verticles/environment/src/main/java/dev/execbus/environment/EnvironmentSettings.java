package dev.execbus.environment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the environment room is told of the server it is part of.
 *
 * @param version of Execbus, as clients see it
 * @param variables the server's own; those the start script left behind are dropped here
 * @param workingDirectory absolute
 */
public record EnvironmentSettings(String version, Map<String, String> variables, Path workingDirectory) {
    private static final String JAVA_HOME = "EXECBUS_JAVA_HOME";
    private static final String JAVA_OPTIONS = "EXECBUS_JAVA_OPTIONS";
    private static final String TOKEN = "EXECBUS_TOKEN";
    private static final String LAUNCHED = "EXECBUS_LAUNCHED_";
    /** Set where the start script had to choose a locale for the virtual machine; processes get the one it came with. */
    private static final String LAUNCHED_LOCALE = LAUNCHED + "LOCALE";

    private static final String LAUNCHED_LC_ALL = LAUNCHED + "LC_ALL";
    private static final String LC_ALL = "LC_ALL";

    public EnvironmentSettings {
        Map<String, String> passedOn = new HashMap<>(variables);
        if (variables.containsKey(LAUNCHED_LOCALE)) {
            passedOn.remove(LC_ALL);
            if (variables.containsKey(LAUNCHED_LC_ALL)) {
                passedOn.put(LC_ALL, variables.get(LAUNCHED_LC_ALL));
            }
        }
        passedOn.keySet().removeAll(Set.of(JAVA_HOME, JAVA_OPTIONS, TOKEN));
        passedOn.keySet().removeIf(name -> name.startsWith(LAUNCHED));
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
