package dev.execbus.client;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Bus;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/**
 * The processes room and the HTTP room of a worker. What changes a process has a name, under which it is done once. Confined
 * to the backend's loop.
 */
final class BusCalls implements ProcessCalls, HttpCalls {
    private final BusSession session;
    private final Bus bus;
    private final NodeName worker;
    private final HttpService http;
    private long lastOperation;

    BusCalls(BusSession session, Bus bus, NodeName worker) {
        this.session = session;
        this.bus = bus;
        this.worker = worker;
        this.http = HttpService.on(bus, worker);
    }

    /** A view of the bus for one operation. */
    Bus named() {
        lastOperation++;
        return bus.once(Long.toString(lastOperation));
    }

    private <T> Future<T> operate(BiFunction<ProcessService, Attachment, Future<T>> question) {
        return ask(named(), question);
    }

    private <T> Future<T> ask(Bus over, BiFunction<ProcessService, Attachment, Future<T>> question) {
        ProcessService processes = ProcessService.on(over, worker);
        return session.ask(from -> question.apply(processes, from));
    }

    @Override
    public Future<Void> start(StartParams params) {
        return operate((processes, from) -> processes.start(new ProcessService.Start(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<ReadResponse> read(ReadParams params) {
        return ask(bus, (processes, from) -> processes.read(new ProcessService.Read(from, params)))
                .map(ProcessService.ReadDone::response);
    }

    @Override
    public Future<WriteStatus> write(WriteParams params) {
        return ask(bus, (processes, from) -> processes.write(new ProcessService.Write(from, params)))
                .map(written -> written.response().status());
    }

    @Override
    public Future<Void> closeStdin(String processId) {
        CloseStdinParams params = new CloseStdinParams(processId);
        return operate((processes, from) -> processes.closeStdin(new ProcessService.CloseStdin(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Void> signal(SignalParams params) {
        return operate((processes, from) -> processes.signal(new ProcessService.Signal(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Void> resize(ResizeParams params) {
        return operate((processes, from) -> processes.resize(new ProcessService.Resize(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Boolean> terminate(String processId) {
        TerminateParams params = new TerminateParams(processId);
        return operate((processes, from) -> processes.terminate(new ProcessService.Terminate(from, params)))
                .map(terminated -> terminated.response().running());
    }

    @Override
    public Future<RequestResponse> request(RequestParams params) {
        return session.askOnce(from -> http.request(new HttpService.Request(from, params)))
                .map(HttpService.Answered::response);
    }

    @Override
    public Future<CancelResponse> cancel(CancelParams params) {
        return session.askOnce(from -> http.cancel(new HttpService.Cancel(from, params)))
                .map(HttpService.Cancelled::response);
    }
}
