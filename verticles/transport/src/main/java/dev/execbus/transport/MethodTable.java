package dev.execbus.transport;

import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.FileService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.ProcessService;
import dev.execbus.protocol.EnvironmentMethods;
import dev.execbus.protocol.EnvironmentMethods.StatusResponse;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.HandleMethods;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.Empty;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What this server can do: one line for each method. */
final class MethodTable {
    private final Map<String, Route<?>> routes = new HashMap<>();

    MethodTable() {
        addProcesses();
        addHandles();
        addEnvironment();
        addFiles();
        addHttp();
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
