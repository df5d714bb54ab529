package dev.execbus.bus;

import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.ListResponse;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.ProcessMethods.TerminateResponse;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.time.Duration;

/** What a worker does with processes. One address per worker, however many processes it runs. */
public interface ProcessService {
    /** The longest a {@link Read} or a {@link Write} that found a full queue is kept waiting. */
    Duration LONGEST_WAIT = Duration.ofHours(1);

    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {
        Attachment from();
    }

    record Start(Attachment from, StartParams params) implements Command {}

    record Read(Attachment from, ReadParams params) implements Command {}

    record Write(Attachment from, WriteParams params) implements Command {}

    record CloseStdin(Attachment from, CloseStdinParams params) implements Command {}

    record Signal(Attachment from, SignalParams params) implements Command {}

    record Resize(Attachment from, ResizeParams params) implements Command {}

    record Terminate(Attachment from, TerminateParams params) implements Command {}

    record ListProcesses(Attachment from) implements Command {}

    record Started(StartResponse response) implements Message {}

    record ReadDone(ReadResponse response) implements Message {}

    record Written(WriteResponse response) implements Message {}

    /** The answer to commands that have nothing to say. */
    record Done() implements Message {}

    record Terminated(TerminateResponse response) implements Message {}

    record Listed(ListResponse response) implements Message {}

    Future<Started> start(Start start);

    Future<ReadDone> read(Read read);

    Future<Written> write(Write write);

    Future<Done> closeStdin(CloseStdin closeStdin);

    Future<Done> signal(Signal signal);

    Future<Done> resize(Resize resize);

    Future<Terminated> terminate(Terminate terminate);

    Future<Listed> list(ListProcesses list);

    static ProcessService on(Bus bus, NodeName worker) {
        return new ProcessClient(bus, address(worker));
    }

    static Future<Void> serve(Bus bus, NodeName worker, ProcessService service, Reception reception) {
        return bus.serve(address(worker), Command.class, Command::from, reception, command -> switch (command) {
            case Start start -> service.start(start);
            case Read read -> service.read(read);
            case Write write -> service.write(write);
            case CloseStdin closeStdin -> service.closeStdin(closeStdin);
            case Signal signal -> service.signal(signal);
            case Resize resize -> service.resize(resize);
            case Terminate terminate -> service.terminate(terminate);
            case ListProcesses list -> service.list(list);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.processes." + worker;
    }
}
