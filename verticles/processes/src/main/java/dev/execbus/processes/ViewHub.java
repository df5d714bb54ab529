package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.bus.ViewService;
import dev.execbus.processes.ViewPlaces.Place;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewMethods.AttachParams;
import dev.execbus.protocol.ViewMethods.ExportParams;
import dev.execbus.protocol.ViewMethods.ExportResponse;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Those who look at the processes of a worker, on whatever gateway they are. Confined to the supervisor's context. */
final class ViewHub implements ViewService {
    /** Processes that are over and of which gateways may still ask. */
    private static final int REMEMBERED = 1_024;

    private static final int MOST_BYTES = 4 << 20;

    private static final int PAGE_BYTES = 1 << 20;

    private final SessionTable sessions;
    private final Timers timers;
    private final Function<ManagedProcess, Snapshots> snapshots;
    private final ProcessMeters meters;
    private final Shares shares;
    private final Admissions admissions;
    private final ShareDesk desk;
    private final Map<ManagedProcess, ProcessViews> byProcess = new HashMap<>();
    private final Map<Long, ProcessViews> byNumber = new HashMap<>();
    private final ViewPlaces places = new ViewPlaces();
    private final Map<Long, ViewEnd> over = new LinkedHashMap<>();
    private long lastNumber;

    /**
     * @param snapshots of a process on a terminal; null for others
     * @param clock wall time in ms
     */
    ViewHub(
            SessionTable sessions,
            Function<ManagedProcess, Snapshots> snapshots,
            Timers timers,
            LongSupplier clock,
            ProcessMeters meters) {
        this.sessions = sessions;
        this.timers = timers;
        this.snapshots = snapshots;
        this.meters = meters;
        this.shares = new Shares(timers, clock);
        this.admissions = new Admissions(sessions, shares, this::viewsOf);
        this.desk = new ShareDesk(admissions, shares, byProcess::get);
    }

    private ProcessViews viewsOf(SessionProcesses session, ManagedProcess process) {
        return byProcess.computeIfAbsent(process, fresh -> {
            ViewReading reading = new ViewReading(fresh, snapshots.apply(fresh), timers, meters.waitingReads());
            ProcessViews made = new ProcessViews(
                    ++lastNumber, session.publicName(), fresh, session::attached, timers, reading, places::left);
            byNumber.put(made.number(), made);
            return made;
        });
    }

    /** The process is no longer known. */
    void over(ManagedProcess process, ViewEnd why) {
        ProcessViews views = byProcess.remove(process);
        if (views == null) {
            return;
        }
        byNumber.remove(views.number());
        shares.forget(views);
        over.put(views.number(), why);
        if (over.size() > REMEMBERED) {
            over.remove(over.keySet().iterator().next());
        }
        views.over(why);
    }

    /** The owner's session writes to it. */
    void ownerTypes(ManagedProcess process) {
        ProcessViews views = byProcess.get(process);
        if (views != null) {
            views.seat().ownerTypes();
        }
    }

    void ownerResizes(ManagedProcess process, TerminalSize size) {
        ProcessViews views = byProcess.get(process);
        if (views == null || process.size() == null) {
            process.resize(size);
        } else {
            views.seat().ownerResizes(size);
        }
    }

    @Override
    public Future<Found> find(Find find) {
        boolean here = find.share() != null
                ? shares.find(find.share()) != null
                : sessions.named(find.session()).stream()
                        .anyMatch(session ->
                                find.processId() == null || session.processes().containsKey(find.processId()));
        return Future.succeededFuture(new Found(here));
    }

    @Override
    public Future<Attached> attach(Attach attach) {
        AttachParams params = attach.params();
        return admissions
                .admit(attach.asking(), params.session(), params.processId())
                .compose(admitted -> places.attach(attach.view(), params, admitted));
    }

    @Override
    public Future<Done> detach(Detach detach) {
        places.leave(detach.view());
        return done();
    }

    @Override
    public Future<Block> next(Next next) {
        ProcessViews views = byNumber.get(next.process());
        if (views == null || !views.isWatchedBy(next.gateway())) {
            throw new ExecbusException(ErrorCode.NOT_FOUND, "the gateway has no views of the process");
        }
        return views.reading()
                .next(next.afterSeq(), Math.clamp(next.maxBytes(), 1, MOST_BYTES), patience(next.patience()));
    }

    @Override
    public Future<Watched> watch(Watch watch) {
        ProcessViews views = byNumber.get(watch.process());
        return views == null
                ? Future.succeededFuture(new Watched(
                        watch.knownVersion(), null, List.of(), over.getOrDefault(watch.process(), ViewEnd.PROCESS)))
                : views.watch(watch.gateway(), watch.knownVersion(), patience(watch.patience()));
    }

    private static Duration patience(Duration asked) {
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    @Override
    public Future<Written> write(Write write) {
        Place place = places.of(write.view());
        place.views().seat().requireDriver(place.viewer());
        return place.views()
                .process()
                .write(place.viewer().writeId(write.writeId()), write.chunk())
                .map(status -> new Written(new WriteResponse(status)));
    }

    @Override
    public Future<Done> resize(Resize resize) {
        Place place = places.of(resize.view());
        if (place.views().process().size() == null) {
            throw ExecbusException.invalidRequest(
                    "process " + place.views().process().processId() + " is not on a terminal");
        }
        place.views().seat().resized(place.viewer(), resize.size());
        return done();
    }

    @Override
    public Future<Done> signal(Signal signal) {
        Place place = places.of(signal.view());
        place.views().seat().requireDriver(place.viewer());
        place.views().process().signal(signal.signal());
        return done();
    }

    @Override
    public Future<Asked> requestDriver(RequestDriver request) {
        Place place = places.of(request.view());
        return Future.succeededFuture(new Asked(place.views().seat().request(place.viewer())));
    }

    @Override
    public Future<Done> grantDriver(GrantDriver grant) {
        Place place = places.of(grant.view());
        Viewer to = place.views()
                .named(grant.viewer())
                .orElseThrow(() -> ExecbusException.invalidRequest("unknown viewer " + grant.viewer()));
        place.views().seat().grant(place.viewer(), to);
        return done();
    }

    @Override
    public Future<Done> takeDriver(TakeDriver take) {
        Place place = places.of(take.view());
        place.views().seat().take(place.viewer());
        return done();
    }

    @Override
    public Future<Done> releaseDriver(ReleaseDriver release) {
        Place place = places.of(release.view());
        place.views().seat().release(place.viewer());
        return done();
    }

    @Override
    public Future<ShareCreated> createShare(CreateShare create) {
        return desk.create(create);
    }

    @Override
    public Future<SharesListed> listShares(ListShares list) {
        return Future.succeededFuture(desk.list(list));
    }

    /** Once more does nothing. */
    @Override
    public Future<Done> revokeShare(RevokeShare revoke) {
        desk.revoke(revoke);
        return done();
    }

    @Override
    public Future<Exported> export(Export export) {
        ExportParams params = export.params();
        return admissions
                .admit(export.asking(), params.session(), params.processId())
                .compose(admitted -> admitted.views().process().recording().page(params.cursor(), PAGE_BYTES))
                .map(page -> new Exported(new ExportResponse(page.text(), page.next())));
    }

    @Override
    public Future<Overviewed> overview(Overview overview) {
        Asking asking = overview.asking();
        List<SessionOverview> told = new ArrayList<>();
        for (SessionProcesses session : sessions.all()) {
            boolean own = asking.own() != null && session.speaks(asking.own());
            if (own || asking.operator()) {
                List<ProcessOverview> processes = session.processes().values().stream()
                        .map(process -> process.overview(viewers(process)))
                        .toList();
                told.add(new SessionOverview(session.publicName(), own, processes));
            }
        }
        return Future.succeededFuture(new Overviewed(told));
    }

    private int viewers(ManagedProcess process) {
        ProcessViews views = byProcess.get(process);
        return views == null ? 0 : views.count();
    }

    private static Future<Done> done() {
        return Future.succeededFuture(new Done());
    }
}
