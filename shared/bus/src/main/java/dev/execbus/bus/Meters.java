package dev.execbus.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What a node's rooms count and measure. A room asks for its meters once, when it starts, and not where it works; asking
 * for the same one again gives the same one. Labels have few values, known beforehand, and never an id or a name that
 * somebody gave. For any thread.
 */
public final class Meters {
    private static final Meters NONE = new Meters(new CompositeMeterRegistry());

    /** Starts of processes take between these. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private record Name(String name, List<String> labels) {}

    private final MeterRegistry registry;
    private final ConcurrentMap<Name, Level> levels = new ConcurrentHashMap<>();
    private final ConcurrentMap<Name, Views> views = new ConcurrentHashMap<>();

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Nobody wants to know. */
    public static Meters none() {
        return NONE;
    }

    /** @param labels keys and values in turn, as in the following */
    public Counter counter(String name, String description, String... labels) {
        return Counter.builder(name).description(description).tags(labels).register(registry);
    }

    /** The same for an amount of bytes. */
    public Counter bytes(String name, String description, String... labels) {
        return Counter.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tags(labels)
                .register(registry);
    }

    public Timer timer(String name, String description, String... labels) {
        return Timer.builder(name).description(description).tags(labels).register(registry);
    }

    /** One that also tells how many took how long. */
    public Timer histogram(String name, String description, String... labels) {
        return Timer.builder(name)
                .description(description)
                .tags(labels)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    public Level level(String name, String description, String... labels) {
        return level(name, description, null, labels);
    }

    /** The same for an amount of bytes. */
    public Level levelBytes(String name, String description, String... labels) {
        return level(name, description, "bytes", labels);
    }

    private Level level(String name, String description, String unit, String[] labels) {
        return levels.computeIfAbsent(new Name(name, Arrays.asList(labels)), key -> {
            Level level = new Level();
            Gauge.builder(name, level, Level::now)
                    .description(description)
                    .baseUnit(unit)
                    .tags(labels)
                    .strongReference(true)
                    .register(registry);
            return level;
        });
    }

    /** One of several who see the same from where they are: the most that any of them sees is told. */
    public Views.View view(String name, String description, String... labels) {
        return views.computeIfAbsent(new Name(name, Arrays.asList(labels)), key -> {
                    Views all = new Views();
                    Gauge.builder(name, all, Views::most)
                            .description(description)
                            .tags(labels)
                            .strongReference(true)
                            .register(registry);
                    return all;
                })
                .add();
    }
}
