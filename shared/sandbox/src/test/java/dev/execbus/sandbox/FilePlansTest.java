package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.policy;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilePlansTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path disk;

    private final AtomicLong clock = new AtomicLong();
    private FilePlans plans;
    private Path system;
    private Path ws;
    private int made;

    @BeforeEach
    void furnish() throws IOException {
        system = Files.createDirectory(disk.resolve("usr"));
        ws = Files.createDirectory(disk.resolve("ws"));
        plans = new FilePlans(List.of(system.toString()), clock::get);
    }

    /** A plan that depends on one name in the workspace and one of the system. */
    private FileConfinement get(SandboxParams policy) {
        return plans.get(policy, List.of(), new HostFiles(), files -> {
            made++;
            return new FileConfinement.Wrapped(
                    List.of(
                            String.valueOf(files.look(ws + "/.git")),
                            String.valueOf(files.look(system + "/bin")),
                            String.valueOf(files.real(ws.toString()))),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        });
    }

    @Test
    void keepsAPlanWhileTheDiskAnswersAsItDid() {
        FileConfinement first = get(policy(ROOT_READ, write(ws.toString())));
        assertThat(get(policy(ROOT_READ, write(ws.toString())))).isSameAs(first);
        assertThat(made).isEqualTo(1);
    }

    @Test
    void asksForTheWorkspaceEachTime() throws IOException {
        SandboxParams policy = policy(ROOT_READ, write(ws.toString()));
        FileConfinement first = get(policy);
        Files.createDirectory(ws.resolve(".git"));
        assertThat(get(policy)).isNotEqualTo(first);
    }

    @Test
    void asksForTheSystemAfterAWhile() throws IOException {
        SandboxParams policy = policy(ROOT_READ, write(ws.toString()));
        FileConfinement first = get(policy);
        Files.createDirectory(system.resolve("bin"));
        assertThat(get(policy)).isSameAs(first);
        clock.addAndGet(SECOND);
        assertThat(get(policy)).isNotEqualTo(first);
    }

    @Test
    void asksForTheSystemEachTimeWhereItMayBeWritten() throws IOException {
        for (String place : List.of(system + "/bin", disk.toString(), system.toString())) {
            SandboxParams policy = policy(ROOT_READ, write(place));
            FileConfinement first = get(policy);
            Files.createDirectory(system.resolve("bin"));
            assertThat(get(policy)).isNotEqualTo(first);
            Files.delete(system.resolve("bin"));
        }
    }

    @Test
    void anEqualPlanIsTheSamePlan() {
        SandboxParams policy = policy(ROOT_READ, write(ws.toString()));
        FileConfinement first = get(policy);
        clock.addAndGet(SECOND);
        assertThat(get(policy)).isSameAs(first);
        assertThat(made).isEqualTo(2);
    }
}
