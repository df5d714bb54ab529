package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.FileService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.protocol.EnvironmentMethods;
import dev.execbus.protocol.EnvironmentMethods.StatusResponse;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.Empty;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** What this server can do: one line for each method. */
final class MethodTable {
    private final Map<String, Route<?>> routes = new HashMap<>();

    MethodTable(Bus bus, NodeName worker) {
        addProcesses(ProcessService.on(bus, worker));
        addEnvironment(EnvironmentService.on(bus, worker));
        addFiles(FileService.on(bus, worker));
        addHttp(HttpService.on(bus, worker));
    }

    private void addProcesses(ProcessService processes) {
        add(Route.of(
                ProcessMethods.START,
                (from, params) ->
                        processes.start(new ProcessService.Start(from, params)).map(ProcessService.Started::response)));
        add(Route.waiting(
                ProcessMethods.READ,
                params -> params.waitMs() > 0,
                (from, params) ->
                        processes.read(new ProcessService.Read(from, params)).map(ProcessService.ReadDone::response)));
        add(Route.waiting(
                ProcessMethods.WRITE,
                params -> true,
                (from, params) ->
                        processes.write(new ProcessService.Write(from, params)).map(ProcessService.Written::response)));
        add(Route.of(
                ProcessMethods.SIGNAL,
                (from, params) -> processes
                        .signal(new ProcessService.Signal(from, params))
                        .map(new Empty())));
        add(Route.of(
                ProcessMethods.TERMINATE,
                (from, params) -> processes
                        .terminate(new ProcessService.Terminate(from, params))
                        .map(ProcessService.Terminated::response)));
        add(Route.extension(
                ProcessMethods.RESIZE,
                (from, params) -> processes
                        .resize(new ProcessService.Resize(from, params))
                        .map(new Empty())));
        add(Route.extension(
                ProcessMethods.CLOSE_STDIN,
                (from, params) -> processes
                        .closeStdin(new ProcessService.CloseStdin(from, params))
                        .map(new Empty())));
        add(Route.extension(
                ProcessMethods.LIST,
                (from, params) ->
                        processes.list(new ProcessService.ListProcesses(from)).map(ProcessService.Listed::response)));
    }

    private void addEnvironment(EnvironmentService environment) {
        add(Route.of(
                EnvironmentMethods.INFO,
                (from, params) -> environment
                        .describe(new EnvironmentService.Describe())
                        .map(EnvironmentService.Described::info)));
        add(Route.of(EnvironmentMethods.STATUS, (from, params) -> Future.succeededFuture(new StatusResponse("ready"))));
    }

    private void addFiles(FileService files) {
        add(Route.of(
                FileMethods.READ_FILE,
                (from, params) ->
                        files.readFile(new FileService.ReadFile(from, params)).map(FileService.FileRead::response)));
        add(Route.of(
                FileMethods.WRITE_FILE,
                (from, params) ->
                        files.writeFile(new FileService.WriteFile(from, params)).map(new Empty())));
        add(Route.of(
                FileMethods.CREATE_DIRECTORY,
                (from, params) -> files.createDirectory(new FileService.CreateDirectory(from, params))
                        .map(new Empty())));
        add(Route.of(
                FileMethods.GET_METADATA,
                (from, params) -> files.getMetadata(new FileService.GetMetadata(from, params))
                        .map(FileService.MetadataRead::response)));
        add(Route.of(
                FileMethods.CANONICALIZE,
                (from, params) -> files.canonicalize(new FileService.Canonicalize(from, params))
                        .map(FileService.Canonicalized::response)));
        add(Route.of(
                FileMethods.READ_DIRECTORY,
                (from, params) -> files.readDirectory(new FileService.ReadDirectory(from, params))
                        .map(FileService.DirectoryRead::response)));
        add(Route.of(
                FileMethods.REMOVE,
                (from, params) ->
                        files.remove(new FileService.Remove(from, params)).map(new Empty())));
        add(Route.of(
                FileMethods.COPY,
                (from, params) -> files.copy(new FileService.Copy(from, params)).map(new Empty())));
        add(Route.of(
                FileMethods.OPEN,
                (from, params) -> files.open(new FileService.Open(from, params)).map(FileService.Opened::response)));
        add(Route.of(
                FileMethods.READ_BLOCK,
                (from, params) ->
                        files.readBlock(new FileService.ReadBlock(from, params)).map(FileService.BlockRead::response)));
        add(Route.of(
                FileMethods.WRITE_BLOCK,
                (from, params) -> files.writeBlock(new FileService.WriteBlock(from, params))
                        .map(new Empty())));
        add(Route.of(
                FileMethods.CLOSE,
                (from, params) ->
                        files.close(new FileService.Close(from, params)).map(new Empty())));
        add(Route.of(
                FileMethods.WALK,
                (from, params) -> files.walk(new FileService.Walk(from, params)).map(FileService.Walked::response)));
        add(Route.of(
                FileMethods.WATCH_MISSING,
                (from, params) -> files.watchMissing(new FileService.WatchMissing(from, params))
                        .map(FileService.MissingWatched::response)));
        add(Route.extension(
                FileMethods.RENAME,
                (from, params) ->
                        files.rename(new FileService.Rename(from, params)).map(new Empty())));
        add(Route.extension(
                FileMethods.WATCH,
                (from, params) ->
                        files.watch(new FileService.Watch(from, params)).map(new Empty())));
        add(Route.extension(
                FileMethods.UNWATCH,
                (from, params) ->
                        files.unwatch(new FileService.Unwatch(from, params)).map(new Empty())));
    }

    private void addHttp(HttpService http) {
        add(Route.waiting(
                HttpMethods.REQUEST,
                params -> true,
                (from, params) ->
                        http.request(new HttpService.Request(from, params)).map(HttpService.Answered::response)));
        add(Route.extension(
                HttpMethods.CANCEL,
                (from, params) ->
                        http.cancel(new HttpService.Cancel(from, params)).map(HttpService.Cancelled::response)));
    }

    private void add(Route<?> route) {
        routes.put(route.method().name(), route);
    }

    /** Null for a method this server does not have. */
    Route<?> get(String method) {
        return routes.get(method);
    }
}
