package dev.execbus.processes;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how this worker starts processes, and says so once. */
final class Spawners {
    private static final Logger LOG = LoggerFactory.getLogger(Spawners.class);

    private Spawners() {}

    /**
     * @param reactorName names the native spawner's thread
     * @throws IllegalStateException when the native one is asked for and this machine cannot
     */
    static ProcessSpawner choose(SpawnerChoice choice, String reactorName) {
        return switch (choice) {
            case JAVA -> java("configured");
            case NATIVE -> {
                NativeSupport.probe().ifPresent(reason -> {
                    throw new IllegalStateException("the native spawner is configured but cannot run: " + reason);
                });
                yield nativeOne(reactorName, "configured");
            }
            case AUTO -> {
                Optional<String> missing = NativeSupport.probe();
                yield missing.isPresent()
                        ? java("the native one cannot run: " + missing.get())
                        : nativeOne(reactorName, "the C library and the kernel have all it needs");
            }
        };
    }

    private static ProcessSpawner nativeOne(String reactorName, String reason) {
        LOG.info("spawner=native reason=\"{}\"", reason);
        return new NativeSpawner(reactorName);
    }

    private static ProcessSpawner java(String reason) {
        LOG.info("spawner=java reason=\"{}\"", reason);
        return new JavaSpawner();
    }
}
