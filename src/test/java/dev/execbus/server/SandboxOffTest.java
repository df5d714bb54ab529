package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The escapes of the other tests have teeth: without enforcement they do get out. */
@Timeout(60)
final class SandboxOffTest {
    private static final int AT_LEAST = 10;

    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.unprotected();

    private EscapeGround ground;
    private DiskSnapshot before;

    @Test
    void fileCallsThatChangeGetOut() {
        List<FileEscape> harmful = harmful(Stream.concat(FileEscapes.changes(), SandboxEscapeProtectedTest.escapes()));

        System.out.println("without enforcement " + harmful.size() + " changing file calls get out");
        assertThat(methods(harmful))
                .containsExactlyInAnyOrder(
                        "fs/writeFile", "fs/open", "fs/createDirectory", "fs/copy", "fs/remove", "fs/rename");
        assertThat(harmful).hasSizeGreaterThan(5 * AT_LEAST);
    }

    @Test
    void fileCallsThatReadGetOut() {
        List<FileEscape> telling = new ArrayList<>();
        for (FileEscape escape : FileEscapes.reads().toList()) {
            restore();
            Frame answer = escape.tried(SERVER.client(), ground, policy());
            if (!EscapeGround.leaks(answer).isEmpty() || !ground.snapshot().equals(before)) {
                telling.add(escape);
            }
        }
        System.out.println("without enforcement " + telling.size() + " reading file calls get out");
        assertThat(methods(telling))
                .containsExactlyInAnyOrder(
                        "fs/readFile", "fs/getMetadata", "fs/readDirectory", "fs/walk", "fs/copy", "fs/rename");
        assertThat(telling).hasSizeGreaterThan(5 * AT_LEAST);
    }

    @Test
    void processesGetOut() {
        long escaped = everyThird(ShellEscapes.harmlessChanges().toList()).stream()
                .filter(script -> {
                    restore();
                    JsonObject policy = policy();
                    return ConfinedShell.run(SERVER, ground, policy, ShellEscapes.reporting(script))
                            .output()
                            .contains(ShellEscapes.ESCAPED);
                })
                .count();
        System.out.println("without enforcement " + escaped + " scripts get out");
        assertThat(escaped).isGreaterThan(AT_LEAST);
    }

    /** Of those picked out. */
    private List<FileEscape> harmful(Stream<FileEscape> escapes) {
        return everyThird(escapes.toList()).stream()
                .filter(escape -> {
                    restore();
                    DiskSnapshot untouchable = ground.untouchable();
                    escape.tried(SERVER.client(), ground, policy());
                    return !ground.untouchable().equals(untouchable);
                })
                .toList();
    }

    private static <T> List<T> everyThird(List<T> all) {
        return IntStream.range(0, all.size())
                .filter(index -> index % 3 == 0)
                .mapToObj(all::get)
                .toList();
    }

    private void restore() {
        if (ground == null || !ground.snapshot().equals(before)) {
            ground = SERVER.ground();
            before = ground.snapshot();
        }
    }

    private JsonObject policy() {
        return TestPolicy.workspaceWrite(ground.workspace()).json();
    }

    private static Set<String> methods(List<FileEscape> escapes) {
        return escapes.stream().map(FileEscape::method).collect(Collectors.toSet());
    }
}
