package dev.execbus.processes;

import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.sandbox.FileIdentity;
import dev.execbus.sandbox.Inherited;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledIf("available")
final class NativeWrappedTest implements WrappedScenarios {
    private static NativeSpawner spawner;

    @TempDir
    Path folder;

    static boolean available() {
        return NativeSupport.probe().isEmpty() && Bubblewraps.available();
    }

    @BeforeAll
    static void open() {
        spawner = new NativeSpawner(new ThreadDriver("test"));
    }

    @AfterAll
    static void close() {
        spawner.close();
    }

    @Override
    public ProcessSpawner spawner() {
        return spawner;
    }

    /** More than our own descriptors have numbers, so that targets and sources would meet. */
    @Test
    void bindsPinnedDirectoriesInTheirOrder() throws Exception {
        List<Inherited> inherited = new ArrayList<>();
        List<String> options = new ArrayList<>(List.of("--tmpfs", "/mnt"));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            Path place = Files.createDirectory(folder.resolve("p" + i));
            Files.writeString(place.resolve("name"), i + "\n");
            inherited.add(new Inherited.Pinned(place.toString(), identity(place)));
            options.addAll(List.of("--ro-bind-fd", Integer.toString(3 + i), "/mnt/" + i));
            expected.append(i).append('\n');
        }
        Launch launch = Bubblewraps.inheriting(
                inherited,
                options,
                "i=0; while [ $i -lt 150 ]; do cat /mnt/$i/name; i=$((i+1)); done; ls /proc/self/fd");
        assertThat(Run.finished(spawner, launch)).isEqualTo(onPipes(OK, expected + "0\n1\n2\n3\n", ""));
    }

    @Test
    void refusesAPlaceThatIsAnotherByNow() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        FileIdentity before = identity(place);
        Path link = Files.createSymbolicLink(folder.resolve("link"), place);
        refuses(new Inherited.Pinned(link.toString(), before));
        refuses(new Inherited.Pinned(folder.toString(), before));
        refuses(new Inherited.Pinned(place + "/nothing", before));
    }

    @Test
    void leavesNoDescriptorOpen() throws Exception {
        Inherited.Pinned good = new Inherited.Pinned(folder.toString(), identity(folder));
        Inherited.Pinned bad = new Inherited.Pinned("/", identity(folder));
        Launch runs = Bubblewraps.inheriting(List.of(good), List.of("--ro-bind-fd", "3", "/mnt"), "exit 4");
        assertThat(Run.finished(spawner, runs).status()).isEqualTo(new ExitStatus.Code(4));
        Leaks before = Leaks.now();
        for (int i = 0; i < 20; i++) {
            assertThat(Run.finished(spawner, runs).status()).isEqualTo(new ExitStatus.Code(4));
            refuses(good, bad);
        }
        assertThat(Leaks.now()).isEqualTo(before);
    }

    private static void refuses(Inherited... inherited) {
        Launch launch = Bubblewraps.inheriting(List.of(inherited), List.of(), "true");
        assertThatThrownBy(() -> spawner.spawn(launch, RecordingObserver.of(launch)))
                .isInstanceOf(SpawnException.class)
                .hasMessage("the sandboxed directories changed while the process was started");
    }

    private static FileIdentity identity(Path place) throws Exception {
        return new FileIdentity(
                (long) Files.getAttribute(place, "unix:dev"), (long) Files.getAttribute(place, "unix:ino"));
    }
}
