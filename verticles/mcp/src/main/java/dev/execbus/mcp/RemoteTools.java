package dev.execbus.mcp;

import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.client.Environments;
import dev.execbus.client.RemoteExec;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.InfoResponse;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** An agent's session at a worker, by way of the protocol. */
final class RemoteTools implements AgentTools {
    private final String id;
    private final RemoteExec exec;
    private final EnvironmentCapabilities capabilities;
    private final AgentFiles files;

    RemoteTools(String id, RemoteExec exec, InfoResponse info) {
        this.id = id;
        this.exec = exec;
        this.capabilities = new EnvironmentCapabilities(info.execEnabled(), info.filesystemEnabled());
        this.files = new AgentFiles(exec.files(), () -> Future.succeededFuture(info.sandbox()));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EnvironmentCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public Future<OutcomeResponse> execCommand(CommandParams command, Listener listener) {
        return AgentTools.told(exec.command(command, new RemoteExec.Listener() {
            @Override
            public void began(int sessionId) {
                listener.began(sessionId);
            }

            @Override
            public void printed(ByteChunk output) {
                listener.printed(output);
            }
        }));
    }

    @Override
    public Future<OutcomeResponse> writeStdin(WriteStdinParams write) {
        return AgentTools.told(exec.writeStdin(write));
    }

    @Override
    public Future<List<CommandSummary>> list() {
        return AgentTools.told(exec.list());
    }

    @Override
    public Future<Boolean> terminate(int sessionId) {
        return AgentTools.told(exec.terminate(sessionId));
    }

    @Override
    public Future<Optional<ByteChunk>> output(int sessionId) {
        return AgentTools.told(exec.transcript(sessionId));
    }

    @Override
    public Future<Block> readFile(String path, long offset, int length) {
        return AgentTools.told(files().read(path, offset, length));
    }

    @Override
    public Future<Void> writeFile(String path, ByteChunk bytes, boolean createDirectories) {
        return AgentTools.told(files().write(path, bytes, createDirectories));
    }

    @Override
    public Future<List<Entry>> listDirectory(String path) {
        return AgentTools.told(files().list(path));
    }

    private AgentFiles files() {
        if (!capabilities.filesystemEnabled()) {
            throw new ExecbusException(ErrorCode.UNSUPPORTED, Environments.UNAVAILABLE);
        }
        return files;
    }

    @Override
    public void whenLost(Runnable lost) {
        exec.whenLost(lost);
    }

    @Override
    public Future<Void> end() {
        return exec.list()
                .compose(commands -> Future.join(commands.stream()
                        .map(command -> exec.terminate(command.sessionId()))
                        .toList()))
                .transform(ended -> exec.close());
    }

    @Override
    public Future<Void> leave() {
        return exec.close();
    }
}
