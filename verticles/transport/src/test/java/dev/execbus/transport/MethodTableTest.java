package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MethodTableTest {
    private static final List<String> METHODS = List.of(
            "process/start",
            "process/read",
            "process/write",
            "process/signal",
            "process/terminate",
            "process/resize",
            "process/closeStdin",
            "process/list",
            "process/spawn",
            "process/writeStdin",
            "process/resizePty",
            "process/kill",
            "environment/info",
            "environment/status",
            "fs/readFile",
            "fs/writeFile",
            "fs/createDirectory",
            "fs/getMetadata",
            "fs/canonicalize",
            "fs/readDirectory",
            "fs/remove",
            "fs/copy",
            "fs/open",
            "fs/readBlock",
            "fs/writeBlock",
            "fs/close",
            "fs/walk",
            "fs/watchMissing",
            "fs/rename",
            "fs/watch",
            "fs/unwatch",
            "http/request",
            "http/cancel",
            "process/attach",
            "process/detach",
            "process/export",
            "view/write",
            "view/resize",
            "view/signal",
            "view/requestDriver",
            "view/grantDriver",
            "view/takeDriver",
            "view/releaseDriver",
            "share/create",
            "share/list",
            "share/revoke",
            "node/list",
            "session/list");

    private final MethodTable table = new MethodTable(null);

    @Test
    void hasEachMethod() {
        assertThat(METHODS).allSatisfy(method -> assertThat(table.get(method)).isNotNull());
        assertThat(table.get("process/other")).isNull();
    }

    @Test
    void letsOperationsBeNamedThatChangeSomething() {
        assertThat(METHODS.stream().filter(method -> table.get(method).named()))
                .containsExactly(
                        "process/start",
                        "process/signal",
                        "process/terminate",
                        "process/resize",
                        "process/closeStdin",
                        "fs/writeFile",
                        "fs/createDirectory",
                        "fs/remove",
                        "fs/copy",
                        "fs/writeBlock",
                        "fs/rename");
    }

    @Test
    void hasAResultForReadsOfALostWorkerOnly() {
        assertThat(METHODS.stream().filter(method -> table.get(method).whenLost() != null))
                .containsExactly("process/read");
    }
}
