package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SeveralServersTest {
    private final List<String> tried = new ArrayList<>();
    private final Set<String> down = new HashSet<>();
    private final SeveralServers servers =
            new SeveralServers(Stream.of("a", "b", "c").map(this::server).toList());

    @Test
    void goesToTheNextServerEachTime() {
        for (int i = 0; i < 4; i++) {
            servers.connect(null);
        }

        assertThat(tried).containsExactly("a", "b", "c", "a");
    }

    @Test
    void passesThoseThatAreDown() {
        down.addAll(List.of("a", "b"));

        assertThat(servers.connect(null).succeeded()).isTrue();
        assertThat(servers.connect(null).succeeded()).isTrue();
        assertThat(tried).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void failsWithTheLastReasonWhenAllAreDown() {
        down.addAll(List.of("a", "b", "c"));

        assertThat(servers.connect(null).cause()).hasMessage("c is down");
        assertThat(tried).containsExactly("a", "b", "c");
    }

    private Connection.Connector server(String name) {
        return listener -> {
            tried.add(name);
            return down.contains(name) ? Future.failedFuture(name + " is down") : Future.succeededFuture();
        };
    }
}
