package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long frames share an array, one after the other: what one of them brings must not show up in another. */
@Timeout(60)
final class FileBlocksTest {
    private static final int LENGTH = 300_000;
    private static final int BLOCKS = 40;

    private final Random chance = new Random(1);

    @TempDir
    Path folder;

    @Test
    void blocksOfTwoClientsWithSeveralUnderWayAreWhatWasSent() throws IOException {
        byte[] first = bytes();
        byte[] second = bytes();
        try (TestServer server = TestServer.start(new TestSettings());
                RpcClient one = server.client();
                RpcClient two = server.client()) {
            open(one, "first");
            open(two, "second");
            List<CompletableFuture<Frame>> answers = new ArrayList<>();
            for (int block = 0; block < BLOCKS; block++) {
                answers.add(write(one, first, block));
                answers.add(write(two, second, block));
            }
            answers.forEach(answer -> RpcClient.await(answer).result());
        }
        assertThat(Files.readAllBytes(folder.resolve("first"))).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("second"))).isEqualTo(second);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[LENGTH * BLOCKS];
        chance.nextBytes(bytes);
        return bytes;
    }

    private void open(RpcClient client, String name) {
        client.call(
                        "fs/open",
                        new JsonObject()
                                .put("handleId", "h")
                                .put("mode", "replace")
                                .put("path", folder.resolve(name).toUri().toString()))
                .result();
    }

    private static CompletableFuture<Frame> write(RpcClient client, byte[] all, int block) {
        byte[] bytes = new byte[LENGTH];
        System.arraycopy(all, block * LENGTH, bytes, 0, LENGTH);
        return client.send(
                "fs/writeBlock",
                new JsonObject()
                        .put("handleId", "h")
                        .put("offset", block * LENGTH)
                        .put("chunk", Base64.getEncoder().encodeToString(bytes)));
    }
}
