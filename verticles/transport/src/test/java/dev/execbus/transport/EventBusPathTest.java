package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.transport.EventBusPath.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBusPathTest {
    @Test
    void isWhereTheBridgeIs() {
        assertThat(EventBusPath.of("/eventbus/info")).contains(new EventBusPath(null, Kind.INFO));
        assertThat(EventBusPath.of("/eventbus/websocket")).contains(new EventBusPath(null, Kind.RAW_SOCKET));
        assertThat(EventBusPath.of("/eventbus/000/ab_1/websocket"))
                .contains(new EventBusPath(null, Kind.SOCKJS_SOCKET));
        assertThat(EventBusPath.of("/environments/gpu/eventbus/websocket"))
                .contains(new EventBusPath("gpu", Kind.RAW_SOCKET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/eventbus",
                "/eventbus/",
                "/eventbus/000/a/xhr",
                "/eventbus/000/a/xhr_streaming",
                "/eventbus/0.0/a/websocket",
                "/eventbus/iframe.html",
                "/other/eventbus/info",
                "/environments//eventbus/info",
                "//eventbus/info"
            })
    void isNowhereElse(String path) {
        assertThat(EventBusPath.of(path)).isEmpty();
        assertThat(EventBusPath.of(null)).isEmpty();
    }
}
