package dev.execbus.bus;

import io.vertx.core.Future;
import java.time.Duration;

/** {@link ViewService} over the bus. */
record ViewClient(Bus bus, String address) implements ViewService {
    private static final Duration MARGIN = Duration.ofSeconds(10);

    @Override
    public Future<Found> find(Find find) {
        return bus.request(address, find, Found.class, Duration.ofSeconds(2));
    }

    @Override
    public Future<Attached> attach(Attach attach) {
        return bus.request(address, attach, Attached.class);
    }

    @Override
    public Future<Done> detach(Detach detach) {
        return bus.request(address, detach, Done.class);
    }

    @Override
    public Future<Block> next(Next next) {
        return bus.request(address, next, Block.class, next.patience().plus(Bus.DEADLINE));
    }

    @Override
    public Future<Watched> watch(Watch watch) {
        return bus.request(address, watch, Watched.class, watch.patience().plus(MARGIN));
    }

    @Override
    public Future<Written> write(Write write) {
        return bus.request(address, write, Written.class, ProcessService.LONGEST_WAIT.plus(MARGIN));
    }

    @Override
    public Future<Done> resize(Resize resize) {
        return bus.request(address, resize, Done.class);
    }

    @Override
    public Future<Done> signal(Signal signal) {
        return bus.request(address, signal, Done.class);
    }

    @Override
    public Future<Asked> requestDriver(RequestDriver request) {
        return bus.request(address, request, Asked.class);
    }

    @Override
    public Future<Done> grantDriver(GrantDriver grant) {
        return bus.request(address, grant, Done.class);
    }

    @Override
    public Future<Done> takeDriver(TakeDriver take) {
        return bus.request(address, take, Done.class);
    }

    @Override
    public Future<Done> releaseDriver(ReleaseDriver release) {
        return bus.request(address, release, Done.class);
    }

    @Override
    public Future<ShareCreated> createShare(CreateShare create) {
        return bus.request(address, create, ShareCreated.class);
    }

    @Override
    public Future<SharesListed> listShares(ListShares list) {
        return bus.request(address, list, SharesListed.class);
    }

    @Override
    public Future<Done> revokeShare(RevokeShare revoke) {
        return bus.request(address, revoke, Done.class);
    }

    @Override
    public Future<Exported> export(Export export) {
        return bus.request(address, export, Exported.class);
    }

    @Override
    public Future<Overviewed> overview(Overview overview) {
        return bus.request(address, overview, Overviewed.class, Duration.ofSeconds(5));
    }
}
