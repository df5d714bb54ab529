package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePathTest {
    @Test
    void knowsItsOwn() {
        assertThat(ConsolePath.of("/console")).contains(new ConsolePath.Entrance());
        assertThat(ConsolePath.of("/console/")).contains(new ConsolePath.File(""));
        assertThat(ConsolePath.of("/console/assets/a.js")).contains(new ConsolePath.File("assets/a.js"));
        assertThat(ConsolePath.of("/console/rpc")).contains(new ConsolePath.Socket(null));
        assertThat(ConsolePath.of("/environments/gpu/console/rpc")).contains(new ConsolePath.Socket("gpu"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/consoles",
                "/environments/gpu",
                "/environments/gpu/console",
                "/environments/gpu/console/",
                "/environments//console/rpc",
                "/environments/a/b/console/rpc",
                "/environments/a%2Fb/console/rpc",
                "/x/console/rpc"
            })
    void leavesOthersAlone(String path) {
        assertThat(ConsolePath.of(path)).isEmpty();
    }
}
