package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = new Meters(registry);

    @Test
    void aLevelIsTheSameForAllWhoAskForIt() {
        Level.Part part = meters.level("execbus.test", "A test").part();
        part.is(5);
        part.is(3);
        meters.level("execbus.test", "A test").up();

        assertThat(registry.get("execbus.test").gauge().value()).isEqualTo(4);
    }

    @Test
    void theMostThatAnybodySeesIsTold() {
        Views.View one = meters.view("execbus.test", "A test");
        Views.View other = meters.view("execbus.test", "A test");
        one.sees(2);
        other.sees(3);
        assertThat(registry.get("execbus.test").gauge().value()).isEqualTo(3);

        other.close();
        assertThat(registry.get("execbus.test").gauge().value()).isEqualTo(2);
    }

    @Test
    void whereNobodyMeasuresNothingIsKept() {
        Level level = Meters.none().level("execbus.test", "A test");
        level.up();
        Meters.none().counter("execbus.test.count", "A test").increment();

        assertThat(registry.getMeters()).isEmpty();
    }
}
