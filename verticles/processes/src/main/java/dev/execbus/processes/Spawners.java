package dev.execbus.processes;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how this worker starts processes, and says so once. */
final class Spawners {
    private static final Logger LOG = LoggerFactory.getLogger(Spawners.class);

    private Spawners() {}

    /**
     * @param driver what the native spawner's reactor is driven by
     * @throws IllegalStateException when the native one is asked for and this machine cannot
     */
    static ProcessSpawner choose(SpawnerChoice choice, Supplier<Driver> driver) {
        return switch (choice) {
            case JAVA -> java("configured");
            case NATIVE -> {
                NativeSupport.probe().ifPresent(reason -> {
                    throw new IllegalStateException("the native spawner is configured but cannot run: " + reason);
                });
                yield nativeOne(driver, "configured");
            }
            case AUTO -> {
                Optional<String> missing = NativeSupport.probe();
                yield missing.isPresent()
                        ? java("the native one cannot run: " + missing.get())
                        : nativeOne(driver, "the C library and the kernel have all it needs");
            }
        };
    }

    private static ProcessSpawner nativeOne(Supplier<Driver> driver, String reason) {
        LOG.info("spawner=native reason=\"{}\"", reason);
        return new NativeSpawner(driver.get());
    }

    private static ProcessSpawner java(String reason) {
        LOG.info("spawner=java reason=\"{}\"", reason);
        return new JavaSpawner();
    }
}
