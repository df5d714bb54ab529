package dev.execbus.mcp;

import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What agents ask is written down; answers are given by the test, or are always the same. */
final class FakeTools implements AgentTools {
    record Asked(CommandParams command, Listener listener, Promise<OutcomeResponse> answer) {}

    static final int RUNNING_ID = 1_000;

    final List<Asked> commands = new CopyOnWriteArrayList<>();
    final List<WriteStdinParams> writes = new CopyOnWriteArrayList<>();
    final List<Integer> terminated = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();
    final Map<String, ByteChunk> files = new ConcurrentHashMap<>();
    private final String id;
    private final EnvironmentCapabilities capabilities;
    private volatile Runnable lost = () -> {};

    FakeTools(String id, EnvironmentCapabilities capabilities) {
        this.id = id;
        this.capabilities = capabilities;
    }

    /** A command that has exited. */
    static OutcomeResponse exited(String output) {
        return new OutcomeResponse(
                "a3df38", 0.5, 0, null, 1, output, "Process exited with code 0\nOutput:\n" + output, null);
    }

    static OutcomeResponse running(String output) {
        return new OutcomeResponse(
                "a3df39",
                0.25,
                null,
                RUNNING_ID,
                1,
                output,
                "Process running with session ID " + RUNNING_ID + "\nOutput:\n" + output,
                "many");
    }

    void lose() {
        lost.run();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EnvironmentCapabilities capabilities() {
        return capabilities;
    }

    /** The test answers what begins with "wait". */
    @Override
    public Future<OutcomeResponse> execCommand(CommandParams command, Listener listener) {
        Promise<OutcomeResponse> answer = Promise.promise();
        commands.add(new Asked(command, listener, answer));
        if (!command.cmd().startsWith("wait")) {
            answer.complete(exited(command.cmd()));
        }
        return answer.future();
    }

    @Override
    public Future<OutcomeResponse> writeStdin(WriteStdinParams write) {
        writes.add(write);
        return write.sessionId() == RUNNING_ID
                ? Future.succeededFuture(running(write.chars()))
                : Future.failedFuture(
                        ExecbusException.invalidRequest("write_stdin failed: Unknown process id " + write.sessionId()));
    }

    @Override
    public Future<List<CommandSummary>> list() {
        return Future.succeededFuture(List.of(
                new CommandSummary(RUNNING_ID, "sleep 9", "/tmp", true, false, null),
                new CommandSummary(RUNNING_ID + 1, "true", "/", false, true, 0)));
    }

    @Override
    public Future<Boolean> terminate(int sessionId) {
        terminated.add(sessionId);
        return Future.succeededFuture(sessionId == RUNNING_ID);
    }

    @Override
    public Future<Optional<ByteChunk>> output(int sessionId) {
        return Future.succeededFuture(
                sessionId == RUNNING_ID ? Optional.of(ByteChunk.utf8("€ all")) : Optional.empty());
    }

    @Override
    public Future<Block> readFile(String path, long offset, int length) {
        ByteChunk file = files.get(path);
        if (file == null) {
            return Future.failedFuture(new ExecbusException(ErrorCode.NOT_FOUND, "no such file"));
        }
        int from = (int) Math.min(offset, file.length());
        int to = Math.min(file.length(), from + length);
        return Future.succeededFuture(new Block(
                ByteChunk.of(Arrays.copyOfRange(file.bytes(), from, to)), file.length(), to == file.length()));
    }

    @Override
    public Future<Void> writeFile(String path, ByteChunk bytes, boolean createDirectories) {
        files.put(path, bytes);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Entry>> listDirectory(String path) {
        return Future.succeededFuture(List.of(
                new Entry("bin", true, false), new Entry("a.txt", false, true), new Entry("tty", false, false)));
    }

    @Override
    public void whenLost(Runnable action) {
        lost = action;
    }

    @Override
    public Future<Void> end() {
        ends.add("end");
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> leave() {
        ends.add("leave");
        return Future.succeededFuture();
    }
}
