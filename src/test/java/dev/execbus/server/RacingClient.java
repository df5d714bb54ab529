package dev.execbus.server;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One session that calls and calls, on names that somebody else swaps meanwhile. Used by one thread. */
final class RacingClient {
    private static final List<String> FILES =
            List.of("d/secret", "d/sub/f", "d/new", "f", "n", "t/x/y/f", "t/x/secret", "t/x/new", "d/vault/new");
    private static final List<String> DIRECTORIES =
            List.of("d", "d/sub", "t/x", "t/x/y", "n", "d/newdir", "t/x/newdir");

    private final RpcClient client;
    private final EscapeGround ground;
    private final String workspace;
    private final JsonObject policy;
    private final boolean reads;
    private final Random random;
    private final Map<String, Integer> succeeded = new TreeMap<>();
    private final Map<String, Integer> failed = new TreeMap<>();
    private final List<String> leaks = new ArrayList<>();

    /** @param reads false where all of the disk may be read anyway */
    RacingClient(RpcClient client, EscapeGround ground, String workspace, JsonObject policy, boolean reads, long seed) {
        this.client = client;
        this.ground = ground;
        this.workspace = workspace;
        this.policy = policy;
        this.reads = reads;
        this.random = new Random(seed);
    }

    /** Before names are swapped: what confines the session's calls is started. */
    void warmUp() {
        FileEscapes.written(in("warm")).tried(client, ground, policy).result();
    }

    RacingClient callUntil(long nanoTime) {
        while (System.nanoTime() < nanoTime) {
            if (reads && random.nextBoolean()) {
                called(reading());
            } else {
                called(changing());
            }
        }
        client.close();
        return this;
    }

    private void called(FileEscape call) {
        Frame answer = call.tried(client, ground, policy);
        if (call.method().equals("fs/open") && answer.json().containsKey("result")) {
            use(call);
        }
        boolean success = answer.json().containsKey("result");
        count(success ? succeeded : failed, success ? call.method() : answer.errorMessage());
        if (reads) {
            EscapeGround.leaks(answer).forEach(leak -> leaks.add(call + ": " + leak));
        }
    }

    private void use(FileEscape open) {
        JsonObject handle = new JsonObject().put("handleId", open.params().getString("handleId"));
        Frame used = open.params().getString("mode").equals("read")
                ? client.call("fs/readBlock", handle.copy().put("offset", 0).put("len", 1 << 16))
                : client.call("fs/writeBlock", handle.copy().put("offset", 0).put("chunk", "VHJvamFu"));
        if (reads) {
            EscapeGround.leaks(used).forEach(leak -> leaks.add(open + ": " + leak));
        }
        client.call("fs/close", handle);
    }

    private FileEscape reading() {
        return switch (random.nextInt(7)) {
            case 0 -> FileEscapes.opened(file(), "read");
            case 1 -> FileEscape.of("fs/getMetadata", file());
            case 2 -> FileEscape.of("fs/readDirectory", directory());
            case 3 -> FileEscapes.walk(random.nextBoolean() ? directory() : in("t"));
            case 4 -> FileEscape.of("fs/canonicalize", file());
            case 5 -> FileEscape.of("fs/readFile", file()).with("followSymlinks", false);
            default -> FileEscape.of("fs/readFile", file());
        };
    }

    private FileEscape changing() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> FileEscapes.written(file());
            case 3, 4 -> FileEscapes.written(file()).with("atomic", true);
            case 5 -> FileEscapes.opened(file(), "replace");
            case 6 -> FileEscapes.directory(directory());
            case 7 -> FileEscapes.copy(in("seed"), file());
            case 8 -> FileEscapes.copy(file(), in("copied"));
            case 9 -> FileEscapes.copy(directory(), in("tree" + random.nextInt(3)));
            case 10 -> FileEscape.of("fs/remove", file());
            case 11 -> FileEscape.of("fs/remove", in("tree" + random.nextInt(3)));
            case 12 -> FileEscape.of("fs/remove", random.nextInt(20) == 0 ? directory() : file());
            case 13 -> FileEscape.between("fs/rename", in("copied"), file()).with("replace", true);
            case 14 -> FileEscapes.written(in(".git/config"));
            default -> FileEscape.between("fs/rename", file(), in("copied")).with("replace", true);
        };
    }

    private String file() {
        return in(FILES.get(random.nextInt(FILES.size())));
    }

    private String directory() {
        return in(DIRECTORIES.get(random.nextInt(DIRECTORIES.size())));
    }

    private String in(String name) {
        return workspace + "/" + name;
    }

    private static void count(Map<String, Integer> counts, String name) {
        counts.merge(name, 1, Integer::sum);
    }

    int successes() {
        return succeeded.values().stream().mapToInt(Integer::intValue).sum();
    }

    int failures() {
        return failed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Answers that tell of what is outside. */
    List<String> leaks() {
        return leaks;
    }

    @Override
    public String toString() {
        return workspace + ": succeeded " + succeeded + " failed " + failed;
    }
}
