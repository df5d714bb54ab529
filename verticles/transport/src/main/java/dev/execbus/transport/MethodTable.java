package dev.execbus.transport;

import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.FileService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.UnifiedExecService;
import dev.execbus.protocol.EnvironmentMethods;
import dev.execbus.protocol.EnvironmentMethods.StatusResponse;
import dev.execbus.protocol.ExecMethods;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.HandleMethods;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.OverviewMethods;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.Empty;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.RpcMethod;
import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.ViewMethods;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What this server can do: one line for each method. */
final class MethodTable {
    private final Map<String, Route<?>> routes = new HashMap<>();

    private final NodeOverview nodes;

    MethodTable(NodeOverview nodes) {
        this.nodes = nodes;
        addProcesses();
        addHandles();
        addEnvironment();
        addFiles();
        addHttp();
        addUnifiedExec();
        addViews();
        addShares();
        addOverviews();
    }

    private void addProcesses() {
        add(Route.of(
                        ProcessMethods.START,
                        (worker, from, params) -> worker.processes()
                                .start(new ProcessService.Start(from, params))
                                .map(ProcessService.Started::response))
                .once());
        add(Route.waiting(
                        ProcessMethods.READ,
                        params -> params.waitMs() > 0,
                        (worker, from, params) -> worker.processes()
                                .read(new ProcessService.Read(from, params))
                                .map(ProcessService.ReadDone::response))
                .orWhenLost(params -> ReadResponse.failed(params, "the worker of the process is lost")));
        add(Route.waiting(
                ProcessMethods.WRITE,
                params -> true,
                (worker, from, params) -> worker.processes()
                        .write(new ProcessService.Write(from, params))
                        .map(ProcessService.Written::response)));
        add(Route.of(
                        ProcessMethods.SIGNAL,
                        (worker, from, params) -> worker.processes()
                                .signal(new ProcessService.Signal(from, params))
                                .map(new Empty()))
                .once());
        add(Route.of(
                        ProcessMethods.TERMINATE,
                        (worker, from, params) -> worker.processes()
                                .terminate(new ProcessService.Terminate(from, params))
                                .map(ProcessService.Terminated::response))
                .once());
        add(Route.extension(
                        ProcessMethods.RESIZE,
                        (worker, from, params) -> worker.processes()
                                .resize(new ProcessService.Resize(from, params))
                                .map(new Empty()))
                .once());
        add(Route.extension(
                        ProcessMethods.CLOSE_STDIN,
                        (worker, from, params) -> worker.processes()
                                .closeStdin(new ProcessService.CloseStdin(from, params))
                                .map(new Empty()))
                .once());
        add(Route.extension(
                ProcessMethods.LIST,
                (worker, from, params) -> worker.processes()
                        .list(new ProcessService.ListProcesses(from))
                        .map(ProcessService.Listed::response)));
    }

    private void addHandles() {
        add(Route.byHandle(
                HandleMethods.SPAWN, params -> false, (handles, worker, params) -> handles.spawn(worker, params)));
        add(Route.byHandle(
                HandleMethods.WRITE_STDIN, params -> true, (handles, worker, params) -> handles.write(worker, params)));
        add(Route.byHandle(
                HandleMethods.RESIZE_PTY,
                params -> false,
                (handles, worker, params) -> handles.resize(worker, params)));
        add(Route.byHandle(
                HandleMethods.KILL, params -> false, (handles, worker, params) -> handles.kill(worker, params)));
    }

    private void addEnvironment() {
        add(Route.of(
                EnvironmentMethods.INFO,
                (worker, from, params) -> worker.environment()
                        .describe(new EnvironmentService.Describe())
                        .map(EnvironmentService.Described::info)));
        add(Route.of(
                EnvironmentMethods.STATUS,
                (worker, from, params) -> Future.succeededFuture(new StatusResponse("ready"))));
    }

    private void addFiles() {
        add(Route.of(
                FileMethods.READ_FILE,
                (worker, from, params) -> worker.files()
                        .readFile(new FileService.ReadFile(from, params))
                        .map(FileService.FileRead::response)));
        add(Route.of(
                        FileMethods.WRITE_FILE,
                        (worker, from, params) -> worker.files()
                                .writeFile(new FileService.WriteFile(from, params))
                                .map(new Empty()))
                .once());
        add(Route.of(
                        FileMethods.CREATE_DIRECTORY,
                        (worker, from, params) -> worker.files()
                                .createDirectory(new FileService.CreateDirectory(from, params))
                                .map(new Empty()))
                .once());
        add(Route.of(
                FileMethods.GET_METADATA,
                (worker, from, params) -> worker.files()
                        .getMetadata(new FileService.GetMetadata(from, params))
                        .map(FileService.MetadataRead::response)));
        add(Route.of(
                FileMethods.CANONICALIZE,
                (worker, from, params) -> worker.files()
                        .canonicalize(new FileService.Canonicalize(from, params))
                        .map(FileService.Canonicalized::response)));
        add(Route.of(
                FileMethods.READ_DIRECTORY,
                (worker, from, params) -> worker.files()
                        .readDirectory(new FileService.ReadDirectory(from, params))
                        .map(FileService.DirectoryRead::response)));
        add(Route.of(
                        FileMethods.REMOVE,
                        (worker, from, params) -> worker.files()
                                .remove(new FileService.Remove(from, params))
                                .map(new Empty()))
                .once());
        add(Route.of(
                        FileMethods.COPY,
                        (worker, from, params) -> worker.files()
                                .copy(new FileService.Copy(from, params))
                                .map(new Empty()))
                .once());
        add(Route.of(
                FileMethods.OPEN,
                (worker, from, params) ->
                        worker.files().open(new FileService.Open(from, params)).map(FileService.Opened::response)));
        add(Route.of(
                FileMethods.READ_BLOCK,
                (worker, from, params) -> worker.files()
                        .readBlock(new FileService.ReadBlock(from, params))
                        .map(FileService.BlockRead::response)));
        add(Route.of(
                        FileMethods.WRITE_BLOCK,
                        (worker, from, params) -> worker.files()
                                .writeBlock(new FileService.WriteBlock(from, params))
                                .map(new Empty()))
                .once());
        add(Route.of(
                FileMethods.CLOSE,
                (worker, from, params) -> worker.files()
                        .close(new FileService.Close(from, params))
                        .map(new Empty())));
        add(Route.of(
                FileMethods.WALK,
                (worker, from, params) ->
                        worker.files().walk(new FileService.Walk(from, params)).map(FileService.Walked::response)));
        add(Route.of(
                FileMethods.WATCH_MISSING,
                (worker, from, params) -> worker.files()
                        .watchMissing(new FileService.WatchMissing(from, params))
                        .map(FileService.MissingWatched::response)));
        add(Route.extension(
                        FileMethods.RENAME,
                        (worker, from, params) -> worker.files()
                                .rename(new FileService.Rename(from, params))
                                .map(new Empty()))
                .once());
        add(Route.extension(
                FileMethods.WATCH,
                (worker, from, params) -> worker.files()
                        .watch(new FileService.Watch(from, params))
                        .map(new Empty())));
        add(Route.extension(
                FileMethods.UNWATCH,
                (worker, from, params) -> worker.files()
                        .unwatch(new FileService.Unwatch(from, params))
                        .map(new Empty())));
    }

    private void addHttp() {
        add(Route.waiting(
                HttpMethods.REQUEST,
                params -> true,
                (worker, from, params) -> worker.http()
                        .request(new HttpService.Request(from, params))
                        .map(HttpService.Answered::response)));
        add(Route.extension(
                HttpMethods.CANCEL,
                (worker, from, params) -> worker.http()
                        .cancel(new HttpService.Cancel(from, params))
                        .map(HttpService.Cancelled::response)));
    }

    private void addViews() {
        add(view(ViewMethods.ATTACH, ConnectionViews::attach));
        add(view(ViewMethods.DETACH, ConnectionViews::detach));
        add(Route.ofViews(ViewMethods.WRITE, params -> true, ConnectionViews::write));
        add(view(ViewMethods.RESIZE, ConnectionViews::resize));
        add(view(ViewMethods.SIGNAL, ConnectionViews::signal));
        add(view(ViewMethods.REQUEST_DRIVER, ConnectionViews::requestDriver));
        add(view(ViewMethods.GRANT_DRIVER, ConnectionViews::grantDriver));
        add(view(ViewMethods.TAKE_DRIVER, ConnectionViews::takeDriver));
        add(view(ViewMethods.RELEASE_DRIVER, ConnectionViews::releaseDriver));
        add(view(ViewMethods.EXPORT, (views, params) -> SharedViews.export(views.rights(), params)));
    }

    private void addShares() {
        add(view(ShareMethods.CREATE, (views, params) -> SharedViews.create(views.rights(), params)));
        add(view(ShareMethods.LIST, (views, params) -> SharedViews.list(views.rights(), params)));
        add(view(ShareMethods.REVOKE, (views, params) -> SharedViews.revoke(views.rights(), params)));
    }

    private void addOverviews() {
        add(view(OverviewMethods.NODES, (views, params) -> {
            views.rights().requireOperator();
            return Future.succeededFuture(nodes.nodes());
        }));
        add(view(OverviewMethods.SESSIONS, (views, params) -> Overviews.sessions(views.rights())));
    }

    private static <P> Route<P> view(RpcMethod<P> method, Route.ViewHandler<P> handler) {
        return Route.ofViews(method, params -> false, handler);
    }

    private void addUnifiedExec() {
        add(Route.waiting(
                        ExecMethods.COMMAND,
                        params -> true,
                        (worker, from, params) -> worker.unifiedExec()
                                .run(new UnifiedExecService.Run(from, params))
                                .map(UnifiedExecService.Answered::response))
                .once());
        add(Route.waiting(
                        ExecMethods.WRITE_STDIN,
                        params -> true,
                        (worker, from, params) -> worker.unifiedExec()
                                .writeStdin(new UnifiedExecService.WriteStdin(from, params))
                                .map(UnifiedExecService.Answered::response))
                .once());
        add(Route.extension(
                ExecMethods.LIST,
                (worker, from, params) -> worker.unifiedExec()
                        .list(new UnifiedExecService.ListCommands(from))
                        .map(UnifiedExecService.Listed::response)));
        add(Route.of(
                        ExecMethods.TERMINATE,
                        (worker, from, params) -> worker.unifiedExec()
                                .terminate(new UnifiedExecService.Terminate(from, params))
                                .map(UnifiedExecService.Terminated::response))
                .once());
        add(Route.of(
                ExecMethods.TRANSCRIPT,
                (worker, from, params) -> worker.unifiedExec()
                        .transcript(new UnifiedExecService.ReadTranscript(from, params))
                        .map(UnifiedExecService.TranscriptRead::response)));
        add(Route.of(
                ExecMethods.INFO,
                (worker, from, params) -> worker.unifiedExec()
                        .info(new UnifiedExecService.AskInfo(from))
                        .map(informed -> informed.response().tree())));
    }

    private void add(Route<?> route) {
        routes.put(route.method().name(), route);
    }

    Set<String> names() {
        return routes.keySet();
    }

    /** Null for a method this server does not have. */
    Route<?> get(String method) {
        return routes.get(method);
    }
}
