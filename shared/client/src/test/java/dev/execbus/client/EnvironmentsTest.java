package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class EnvironmentsTest {
    private final List<String> made = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void nothingIsMadeBeforeItIsAskedForAndThenOnce() {
        Environments environments = environments(Map.of(
                "environments",
                List.of(
                        Map.of("id", "one", "url", "ws://127.0.0.1:1"),
                        Map.of("id", "two", "program", "ssh"),
                        Map.of("id", "three", "url", "ws://127.0.0.1:3"))));
        assertThat(made).isEmpty();

        ExecBackend byDefault = environments.backend(null);

        assertThat(environments.backend("local"))
                .isSameAs(byDefault)
                .isSameAs(environments.local())
                .isSameAs(environments.forProcesses(null))
                .isSameAs(environments.forFiles("local"));
        assertThat(environments.backend("one")).isSameAs(environments.backend("one"));
        assertThat(environments.backend("two")).isSameAs(environments.forProcesses("two"));
        assertThat(made).containsExactly("here", "url ws://127.0.0.1:1", "program ssh");
    }

    @Test
    void allAreClosedTogetherAndThereAreNoNewOnes() {
        Environments environments =
                environments(Map.of("environments", List.of(Map.of("id", "two", "program", "ssh"))));
        environments.backend("two");
        environments.backend("local");

        assertThat(environments.close().succeeded()).isTrue();

        assertThat(closed).containsExactlyInAnyOrder("here", "program ssh");
        assertUnavailable(() -> environments.backend("two"));
        assertThat(environments.close().succeeded()).isTrue();
        assertThat(closed).hasSize(2);
    }

    @Test
    void whatIsDisabledOffersNothingAndRefusesCalls() {
        Environments environments = ofVariable("none");

        assertThat(environments.capabilities()).isEqualTo(EnvironmentCapabilities.NONE);
        assertThat(environments.capabilities(null)).isEqualTo(EnvironmentCapabilities.NONE);
        assertThat(environments.defaultId()).isEmpty();
        assertThat(environments.all()).isEmpty();
        assertUnavailable(() -> environments.backend(null));
        assertUnavailable(() -> environments.forProcesses(null));
        assertUnavailable(() -> environments.forFiles(null));
        assertThat(made).isEmpty();
    }

    @Test
    void aRemoteOneByVariableIsThereAloneAndAnyTextIsTakenUntilItIsUsed() {
        Environments environments = ofVariable("garbage");

        assertThat(environments.defaultId()).contains("remote");
        assertThat(environments.capabilities()).isEqualTo(EnvironmentCapabilities.ALL);
        assertThat(made).isEmpty();
        environments.forProcesses(null);
        assertThat(made).containsExactly("url garbage");
        assertThatThrownBy(environments::local)
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessage("local environment is not configured");
    }

    @Test
    void anUnknownOneIsNamed() {
        assertThatThrownBy(() -> ofVariable("").backend("zz"))
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMS))
                .hasMessage("environment `zz` is not configured");
    }

    @Test
    void capabilitiesDecideWhatAnEnvironmentMayBeUsedFor() {
        Environments environments = environments(Map.of(
                "includeLocal",
                false,
                "default",
                "files",
                "environments",
                List.of(
                        Map.of("id", "files", "url", "ws://h", "execEnabled", false),
                        Map.of("id", "nothing", "url", "ws://h", "execEnabled", false, "filesystemEnabled", false))));

        assertThat(environments.capabilities()).isEqualTo(new EnvironmentCapabilities(false, true));
        assertThat(environments.capabilities(null)).isEqualTo(new EnvironmentCapabilities(false, true));
        assertThat(environments.capabilities("nothing")).isEqualTo(EnvironmentCapabilities.NONE);
        assertThat(environments.capabilities("unknown")).isEqualTo(EnvironmentCapabilities.NONE);
        assertThat(environments.forFiles(null)).isNotNull();
        assertUnavailable(() -> environments.forProcesses(null));
        assertUnavailable(() -> environments.forFiles("nothing"));
    }

    @Test
    void aFailureToMakeABackendIsNotKept() {
        List<String> attempts = new ArrayList<>();
        Environments environments = new Environments(EnvironmentsConfig.ofVariables(Map.of()), new Recording() {
            @Override
            public ExecBackend here() {
                attempts.add("here");
                if (attempts.size() == 1) {
                    throw ExecbusException.internal("not yet");
                }
                return super.here();
            }
        });

        assertThatThrownBy(() -> environments.backend(null)).hasMessage("not yet");
        assertThat(environments.backend(null)).isNotNull();
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessage("No usable execution environment is available. Wait for an environment to become available "
                        + "before using this tool.");
    }

    private Environments ofVariable(String value) {
        return new Environments(EnvironmentsConfig.ofVariables(Map.of("EXECBUS_URL", value)), new Recording());
    }

    private Environments environments(Map<String, ?> section) {
        return new Environments(EnvironmentsConfig.ofSection(section), new Recording());
    }

    private class Recording implements BackendFactory {
        @Override
        public ExecBackend here() {
            return made("here");
        }

        @Override
        public ExecBackend byUrl(EnvironmentSpec environment, ByUrl reach) {
            return made("url " + reach.url());
        }

        @Override
        public ExecBackend byProgram(EnvironmentSpec environment, ByProgram reach) {
            return made("program " + reach.program());
        }

        private ExecBackend made(String name) {
            made.add(name);
            return new NamedBackend(name);
        }
    }

    private final class NamedBackend implements ExecBackend {
        private final String name;

        NamedBackend(String name) {
            this.name = name;
        }

        @Override
        public Future<ExecProcess> start(StartParams params) {
            return Future.failedFuture("not asked for");
        }

        @Override
        public Files files() {
            return null;
        }

        @Override
        public Http http() {
            return null;
        }

        @Override
        public Future<EnvironmentInfo> environmentInfo() {
            return Future.failedFuture("not asked for");
        }

        @Override
        public Future<Void> close() {
            closed.add(name);
            return Future.succeededFuture();
        }
    }
}
