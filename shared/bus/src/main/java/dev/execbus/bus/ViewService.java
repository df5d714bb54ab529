package dev.execbus.bus;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewMethods;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewMethods.Driver;
import dev.execbus.protocol.ViewMethods.ExportResponse;
import dev.execbus.protocol.ViewMethods.Snapshot;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * What a worker does for those who look at its processes, from any gateway. It keeps no positions: a gateway asks for what
 * comes behind a number, and for the state of the roles when it is another than it knows. One address per worker.
 */
public interface ViewService {
    /** The longest a {@link Next} or a {@link Watch} is kept waiting. */
    Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** The views of a gateway that has not watched a process for so long have ended. */
    Duration UNHEARD = Duration.ofSeconds(12);

    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {}

    /** One view; the number is the gateway's, and never used again. */
    record ViewKey(NodeName gateway, long number) {}

    /**
     * Who asks, and by what right.
     *
     * @param own as whom the connection speaks; null for one without a session
     * @param operator whether it may see everything
     * @param share a secret that it has shown; null for none
     */
    record Asking(Attachment own, boolean operator, String share) {
        /** The share is a secret. */
        @Override
        public String toString() {
            return "Asking[" + own + ", operator=" + operator + "]";
        }
    }

    /**
     * Is this here? Answered by each worker for itself.
     *
     * @param session the public name of a session; null where the share tells
     * @param processId null for the session alone, or where the share tells
     */
    record Find(String session, String processId, String share) implements Command {
        /** The share is a secret. */
        @Override
        public String toString() {
            return "Find[" + session + ", " + processId + "]";
        }
    }

    record Attach(ViewKey view, Asking asking, ViewMethods.AttachParams params) implements Command {}

    /** Out of date or repeated it does nothing. */
    record Detach(ViewKey view) implements Command {}

    /**
     * Waits for an event behind {@code afterSeq}. Of the process that {@link Attached#process} names, for a gateway that has
     * views of it.
     */
    record Next(NodeName gateway, long process, long afterSeq, int maxBytes, Duration patience) implements Command {}

    /** Waits for another state than the known one. Who watches lives. */
    record Watch(NodeName gateway, long process, long knownVersion, Duration patience) implements Command {}

    record Write(ViewKey view, String writeId, ByteChunk chunk) implements Command {}

    record Resize(ViewKey view, TerminalSize size) implements Command {}

    record Signal(ViewKey view, dev.execbus.protocol.Signal signal) implements Command {}

    record RequestDriver(ViewKey view) implements Command {}

    /** @param viewer the public name of the view that shall drive */
    record GrantDriver(ViewKey view, String viewer) implements Command {}

    record TakeDriver(ViewKey view) implements Command {}

    record ReleaseDriver(ViewKey view) implements Command {}

    record CreateShare(Asking asking, ShareMethods.CreateParams params) implements Command {}

    record ListShares(Asking asking, ShareMethods.ListParams params) implements Command {}

    record RevokeShare(Asking asking, ShareMethods.RevokeParams params) implements Command {}

    record Export(Asking asking, ViewMethods.ExportParams params) implements Command {}

    /** All sessions for operators, otherwise one's own. */
    record Overview(Asking asking) implements Command {}

    record Found(boolean here) implements Message {}

    /**
     * @param process its number at this worker, never used again
     * @param version of the state that the response tells
     */
    record Attached(long process, long version, AttachResponse response) implements Message {}

    /** @param timeMs wall time */
    record Moment(ProcessEvent event, long timeMs) {}

    /**
     * Events in a row. The first one follows {@code afterSeq}, which is higher than the one that was asked for where that
     * is not there any more.
     *
     * @param droppedBytes output of the process that is not there any more, all of it from before this
     * @param snapshot what the terminal shows after {@code afterSeq}; null unless events were left out
     */
    record Block(long afterSeq, List<Moment> events, long droppedBytes, Snapshot snapshot) implements Message {
        public Block {
            events = List.copyOf(events);
        }
    }

    /** @param number higher for each that was asked later */
    record DriverRequest(long number, String viewer, String label) {}

    /**
     * Who drives, and who wants to.
     *
     * @param size of the terminal; null for a process without
     */
    record State(Driver driver, TerminalSize size, List<DriverRequest> requests) {
        public State {
            requests = List.copyOf(requests);
        }
    }

    record Ended(ViewKey view, ViewEnd reason) {}

    /**
     * @param version to be known from now on
     * @param state as it is now; null when nothing but the process is over
     * @param ended views of the asking gateway that have ended since {@code knownVersion}
     * @param over why all views of the process have ended; null while they have not
     */
    record Watched(long version, State state, List<Ended> ended, ViewEnd over) implements Message {
        public Watched {
            ended = List.copyOf(ended);
        }
    }

    record Written(WriteResponse response) implements Message {}

    record Asked(boolean granted) implements Message {}

    /** The answer to commands that have nothing to say. */
    record Done() implements Message {}

    record ShareCreated(ShareMethods.CreateResponse response) implements Message {}

    record SharesListed(ShareMethods.ListResponse response) implements Message {}

    record Exported(ExportResponse response) implements Message {}

    /** @param session its public name */
    record SessionOverview(String session, boolean own, List<ProcessOverview> processes) {
        public SessionOverview {
            processes = List.copyOf(processes);
        }
    }

    record Overviewed(List<SessionOverview> sessions) implements Message {
        public Overviewed {
            sessions = List.copyOf(sessions);
        }
    }

    Future<Found> find(Find find);

    Future<Attached> attach(Attach attach);

    Future<Done> detach(Detach detach);

    Future<Block> next(Next next);

    Future<Watched> watch(Watch watch);

    Future<Written> write(Write write);

    Future<Done> resize(Resize resize);

    Future<Done> signal(Signal signal);

    Future<Asked> requestDriver(RequestDriver request);

    Future<Done> grantDriver(GrantDriver grant);

    Future<Done> takeDriver(TakeDriver take);

    Future<Done> releaseDriver(ReleaseDriver release);

    Future<ShareCreated> createShare(CreateShare create);

    Future<SharesListed> listShares(ListShares list);

    Future<Done> revokeShare(RevokeShare revoke);

    Future<Exported> export(Export export);

    Future<Overviewed> overview(Overview overview);

    static ViewService on(Bus bus, NodeName worker) {
        return new ViewClient(bus, address(worker));
    }

    static Future<Void> serve(Bus bus, NodeName worker, ViewService service) {
        return bus.serve(address(worker), Command.class, command -> switch (command) {
            case Find find -> service.find(find);
            case Attach attach -> service.attach(attach);
            case Detach detach -> service.detach(detach);
            case Next next -> service.next(next);
            case Watch watch -> service.watch(watch);
            case Write write -> service.write(write);
            case Resize resize -> service.resize(resize);
            case Signal signal -> service.signal(signal);
            case RequestDriver request -> service.requestDriver(request);
            case GrantDriver grant -> service.grantDriver(grant);
            case TakeDriver take -> service.takeDriver(take);
            case ReleaseDriver release -> service.releaseDriver(release);
            case CreateShare create -> service.createShare(create);
            case ListShares list -> service.listShares(list);
            case RevokeShare revoke -> service.revokeShare(revoke);
            case Export export -> service.export(export);
            case Overview overview -> service.overview(overview);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.views." + worker;
    }
}
