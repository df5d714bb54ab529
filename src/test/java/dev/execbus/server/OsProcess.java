package dev.execbus.server;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process as the operating system sees it; Linux only. */
record OsProcess(long pid) {
    static OsProcess numbered(String text) {
        return new OsProcess(Long.parseLong(text.trim()));
    }

    /** Those of a client's session. */
    static List<OsProcess> listed(RpcClient client) {
        return client.call("process/list", null).result().getJsonArray("processes").stream()
                .map(process -> new OsProcess(((JsonObject) process).getLong("pid")))
                .toList();
    }

    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** One that has ended does not run, whether or not somebody has asked for its status. */
    boolean running() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }

    void awaitEnd() {
        Eventually.holds("process " + pid + " has ended", Duration.ofSeconds(10), () -> !running());
    }

    /** Bytes it has written so far. */
    long written() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/io")).stream()
                    .filter(line -> line.startsWith("wchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("process " + pid + " has ended", e);
        }
    }
}
