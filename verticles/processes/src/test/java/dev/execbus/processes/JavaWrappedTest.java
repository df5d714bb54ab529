package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.sandbox.FileIdentity;
import dev.execbus.sandbox.Inherited;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

@Timeout(60)
@EnabledIf("dev.execbus.processes.Bubblewraps#available")
final class JavaWrappedTest implements WrappedScenarios {
    private final JavaSpawner spawner = new JavaSpawner();

    @Override
    public ProcessSpawner spawner() {
        return spawner;
    }

    @Test
    void refusesWhatNoShellCanPassOn() {
        refuses(
                List.of(new Inherited.Pinned("/", new FileIdentity(1, 2))),
                "this sandbox policy needs the native spawner: the java one cannot pass on descriptors of directories");
        refuses(
                Collections.nCopies(8, new Inherited.Readable("/dev/null")),
                "this sandbox policy needs the native spawner: the java one cannot pass on more than 7 descriptors");
    }

    private void refuses(List<Inherited> inherited, String sentence) {
        Launch launch = Bubblewraps.inheriting(inherited, List.of(), "true");
        assertThatThrownBy(() -> spawner.spawn(launch, RecordingObserver.of(launch)))
                .isInstanceOfSatisfying(
                        SpawnException.class,
                        e -> assertThat(e.toExecbus().code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessage(sentence);
    }
}
