package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.ViewMethods.AttachParams;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewRole;
import dev.execbus.protocol.ViewStart;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
final class TerminalViewTest {
    private StartRoom room;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new StartRoom(vertx, new FakeSandbox());
    }

    @AfterEach
    void stop() throws Exception {
        room.stop();
    }

    @Test
    void beginsWithTheScreenOfARealTerminal() throws Exception {
        room.start(Starts.onTerminal(
                "p",
                SandboxParams.NONE,
                "/",
                "printf 'gone\\033[2J\\033[3;1H\\033[31mhere'; printf ' done'; exec sleep 100"));
        room.awaitOutput("p", " done");
        AttachResponse view = room.view(
                new AttachParams("v", null, "p", null, ViewRole.OBSERVER, null, new ViewStart.Screen(), null));
        Screen screen = new Screen(24, 80);
        screen.feed(view.snapshot().dataBase64().bytes());
        assertThat(ScreenDump.text(screen).subList(0, 4)).containsExactly("", "", "here done", "");
        assertThat(List.of(view.snapshot().rows(), view.snapshot().cols())).containsExactly(24, 80);
        room.terminate("p");
        room.awaitClosed("p");
    }

    @Test
    void exportsWhatARealProcessHasPrinted() throws Exception {
        room.start(Starts.shell("p", SandboxParams.NONE, "echo one; exit 3"));
        room.awaitClosed("p");
        List<String> lines = room.export("p").text().lines().toList();
        assertThat(new JsonObject(lines.get(0)).getString("command")).isEqualTo("/bin/sh -c echo one; exit 3");
        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> new JsonArray(line).getList().subList(1, 3))
                        .toList())
                .containsExactly(List.of("o", "one\r\n"), List.of("x", "3"));
    }
}
