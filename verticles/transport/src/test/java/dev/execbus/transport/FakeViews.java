package dev.execbus.transport;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ViewService;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewMethods.Driver;
import dev.execbus.protocol.ViewMethods.ExportResponse;
import dev.execbus.protocol.ViewRole;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A worker with one process that answers when the test says so. Confined to one thread. */
final class FakeViews implements ViewService {
    static final long PROCESS = 7;

    /** What was asked, in order, but for what waits. */
    final List<Object> asked = new ArrayList<>();

    /** Questions for events that wait, by the number behind which they ask. */
    final Map<Long, Promise<Block>> nexts = new LinkedHashMap<>();

    final List<Watch> watches = new ArrayList<>();
    final List<Promise<Watched>> watching = new ArrayList<>();

    /** The share it knows. */
    String share = "none";

    /** The public name of the session it knows. */
    String session = "none";

    /** Events from one number to another, a byte each. */
    static List<Moment> events(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(FakeViews::event).toList();
    }

    static Moment event(long seq) {
        return event(seq, 1);
    }

    static Moment event(long seq, int bytes) {
        return new Moment(
                new ProcessEvent.Output("p", seq, StreamName.STDOUT, ByteChunk.of(new byte[bytes])), 1_000 + seq);
    }

    void answer(long afterSeq, Block block) {
        nexts.remove(afterSeq).complete(block);
    }

    /** What was asked behind a number is there. */
    void print(long afterSeq, long to) {
        answer(afterSeq, new Block(afterSeq, events(afterSeq + 1, to), 0, null));
    }

    void tell(Watched news) {
        watching.removeFirst().complete(news);
    }

    static AttachResponse attached(String viewId, long afterSeq, ViewLevel level) {
        return new AttachResponse(
                viewId,
                "session",
                "p",
                false,
                "sh",
                ViewRole.OBSERVER,
                level,
                Driver.OWNER,
                "viewer-" + viewId,
                null,
                null,
                afterSeq,
                true,
                null,
                0);
    }

    @Override
    public Future<Found> find(Find find) {
        boolean here = find.share() == null ? session.equals(find.session()) : share.equals(find.share());
        return Future.succeededFuture(new Found(here));
    }

    @Override
    public Future<Attached> attach(Attach attach) {
        asked.add(attach);
        return attach.params().processId() != null
                        && attach.params().processId().equals("gone")
                ? Future.failedFuture(ExecbusException.invalidRequest("unknown process id gone"))
                : Future.succeededFuture(
                        new Attached(PROCESS, 1, attached(attach.params().viewId(), 0, ViewLevel.OWNER)));
    }

    @Override
    public Future<Done> detach(Detach detach) {
        asked.add(detach);
        return Future.succeededFuture(new Done());
    }

    @Override
    public Future<Block> next(Next next) {
        Promise<Block> promise = Promise.promise();
        nexts.put(next.afterSeq(), promise);
        return promise.future();
    }

    @Override
    public Future<Watched> watch(Watch watch) {
        watches.add(watch);
        Promise<Watched> promise = Promise.promise();
        watching.add(promise);
        return promise.future();
    }

    @Override
    public Future<Written> write(Write write) {
        asked.add(write);
        return Future.succeededFuture(new Written(new WriteResponse(WriteStatus.ACCEPTED)));
    }

    @Override
    public Future<Done> resize(Resize resize) {
        return done(resize);
    }

    @Override
    public Future<Done> signal(Signal signal) {
        return done(signal);
    }

    @Override
    public Future<Asked> requestDriver(RequestDriver request) {
        asked.add(request);
        return Future.succeededFuture(new Asked(true));
    }

    @Override
    public Future<Done> grantDriver(GrantDriver grant) {
        return done(grant);
    }

    @Override
    public Future<Done> takeDriver(TakeDriver take) {
        return done(take);
    }

    @Override
    public Future<Done> releaseDriver(ReleaseDriver release) {
        return done(release);
    }

    @Override
    public Future<ShareCreated> createShare(CreateShare create) {
        asked.add(create);
        return Future.succeededFuture(new ShareCreated(new ShareMethods.CreateResponse("id", "secret", 1)));
    }

    @Override
    public Future<SharesListed> listShares(ListShares list) {
        asked.add(list);
        return Future.succeededFuture(new SharesListed(new ShareMethods.ListResponse(List.of())));
    }

    @Override
    public Future<Done> revokeShare(RevokeShare revoke) {
        return done(revoke);
    }

    @Override
    public Future<Exported> export(Export export) {
        asked.add(export);
        return Future.succeededFuture(new Exported(new ExportResponse("text", null)));
    }

    @Override
    public Future<Overviewed> overview(Overview overview) {
        asked.add(overview);
        return Future.succeededFuture(new Overviewed(List.of()));
    }

    private Future<Done> done(Object command) {
        asked.add(command);
        return Future.succeededFuture(new Done());
    }
}
