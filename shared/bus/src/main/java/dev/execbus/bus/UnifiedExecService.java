package dev.execbus.bus;

import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.InfoResponse;
import dev.execbus.protocol.ExecMethods.ListResponse;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.SessionParams;
import dev.execbus.protocol.ExecMethods.TerminateResponse;
import dev.execbus.protocol.ExecMethods.TranscriptResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import io.vertx.core.Future;
import java.time.Duration;

/** Commands as agents run them, at the home of their session. One address per worker. */
public interface UnifiedExecService {
    /** The longest a call may take: a person may have to be asked, and calls of one command wait for each other. */
    Duration LONGEST_WAIT = Duration.ofHours(2);

    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {
        Attachment from();
    }

    record Run(Attachment from, CommandParams params) implements Command {}

    record WriteStdin(Attachment from, WriteStdinParams params) implements Command {}

    record ListCommands(Attachment from) implements Command {}

    record Terminate(Attachment from, SessionParams params) implements Command {}

    record ReadTranscript(Attachment from, SessionParams params) implements Command {}

    record AskInfo(Attachment from) implements Command {}

    record Answered(OutcomeResponse response) implements Message {}

    record Listed(ListResponse response) implements Message {}

    record Terminated(TerminateResponse response) implements Message {}

    record TranscriptRead(TranscriptResponse response) implements Message {}

    record Informed(InfoResponse response) implements Message {}

    Future<Answered> run(Run run);

    Future<Answered> writeStdin(WriteStdin write);

    Future<Listed> list(ListCommands list);

    Future<Terminated> terminate(Terminate terminate);

    Future<TranscriptRead> transcript(ReadTranscript read);

    Future<Informed> info(AskInfo ask);

    static UnifiedExecService on(Bus bus, NodeName worker) {
        String address = address(worker);
        return new UnifiedExecService() {
            @Override
            public Future<Answered> run(Run run) {
                return bus.request(address, run, Answered.class, LONGEST_WAIT);
            }

            @Override
            public Future<Answered> writeStdin(WriteStdin write) {
                return bus.request(address, write, Answered.class, LONGEST_WAIT);
            }

            @Override
            public Future<Listed> list(ListCommands list) {
                return bus.request(address, list, Listed.class);
            }

            @Override
            public Future<Terminated> terminate(Terminate terminate) {
                return bus.request(address, terminate, Terminated.class);
            }

            @Override
            public Future<TranscriptRead> transcript(ReadTranscript read) {
                return bus.request(address, read, TranscriptRead.class);
            }

            @Override
            public Future<Informed> info(AskInfo ask) {
                return bus.request(address, ask, Informed.class);
            }
        };
    }

    static Future<Void> serve(Bus bus, NodeName worker, UnifiedExecService service, Reception reception) {
        return bus.serve(address(worker), Command.class, Command::from, reception, command -> switch (command) {
            case Run run -> service.run(run);
            case WriteStdin write -> service.writeStdin(write);
            case ListCommands list -> service.list(list);
            case Terminate terminate -> service.terminate(terminate);
            case ReadTranscript read -> service.transcript(read);
            case AskInfo ask -> service.info(ask);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.unifiedexec." + worker;
    }
}
