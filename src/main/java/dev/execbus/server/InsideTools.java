package dev.execbus.server;

import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.client.Environments;
import dev.execbus.client.ExecBackend;
import dev.execbus.mcp.AgentFiles;
import dev.execbus.mcp.AgentTools;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.PathUri;
import dev.execbus.unifiedexec.Progress;
import dev.execbus.unifiedexec.UnifiedExec;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What the agent of this process can do, in the environments of this process. Any thread. */
final class InsideTools implements AgentTools {
    private final UnifiedExec exec;
    private final Environments environments;
    private final UnifiedExecSettings settings;

    InsideTools(UnifiedExec exec, Environments environments, UnifiedExecSettings settings) {
        this.exec = exec;
        this.environments = environments;
        this.settings = settings;
    }

    @Override
    public String id() {
        return "stdio";
    }

    @Override
    public EnvironmentCapabilities capabilities() {
        return environments.capabilities();
    }

    @Override
    public Future<OutcomeResponse> execCommand(CommandParams params, Listener listener) {
        return exec.execCommand(params, new Progress() {
            @Override
            public void began(int sessionId, String cmd, String cwd, String callId) {
                listener.began(sessionId);
            }

            @Override
            public void output(int sessionId, ByteChunk delta) {
                listener.printed(delta);
            }
        });
    }

    @Override
    public Future<OutcomeResponse> writeStdin(WriteStdinParams params) {
        return exec.writeStdin(params, Progress.NONE);
    }

    @Override
    public Future<List<CommandSummary>> list() {
        return exec.list();
    }

    @Override
    public Future<Boolean> terminate(int sessionId) {
        return exec.terminate(sessionId);
    }

    @Override
    public Future<Optional<ByteChunk>> output(int sessionId) {
        return exec.transcript(sessionId);
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

    /** Where commands run by default, and no freer than they. */
    private AgentFiles files() {
        ExecBackend backend = environments.forFiles(null);
        return new AgentFiles(
                backend.files(),
                () -> backend.environmentInfo()
                        .map(info -> settings.sandbox().params(workspace(info), settings.network())));
    }

    private static String workspace(EnvironmentInfo info) {
        return info.cwd() == null ? "/" : PathUri.decode(info.cwd(), Dialect.STRICT);
    }

    /** Its sessions are opened when they are needed, and again when they are lost. */
    @Override
    public void whenLost(Runnable lost) {}

    @Override
    public Future<Void> end() {
        return exec.close().transform(ended -> environments.close());
    }

    @Override
    public Future<Void> leave() {
        return end();
    }
}
