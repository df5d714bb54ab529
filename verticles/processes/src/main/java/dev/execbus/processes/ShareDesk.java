package dev.execbus.processes;

import dev.execbus.bus.ViewService.Asking;
import dev.execbus.bus.ViewService.CreateShare;
import dev.execbus.bus.ViewService.ListShares;
import dev.execbus.bus.ViewService.RevokeShare;
import dev.execbus.bus.ViewService.ShareCreated;
import dev.execbus.bus.ViewService.SharesListed;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.ViewEnd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Makes shares and takes them back, for whoever owns the session or may see everything. Confined to the supervisor's context. */
final class ShareDesk {
    private final Admissions admissions;
    private final Shares shares;
    private final Function<ManagedProcess, ProcessViews> views;

    /** @param views of a process; null where nobody has asked for any */
    ShareDesk(Admissions admissions, Shares shares, Function<ManagedProcess, ProcessViews> views) {
        this.admissions = admissions;
        this.shares = shares;
        this.views = views;
    }

    Future<ShareCreated> create(CreateShare create) {
        ShareMethods.CreateParams params = create.params();
        refuseGuests(create.asking());
        return admissions
                .admit(create.asking(), params.session(), params.processId())
                .map(admitted -> new ShareCreated(
                        shares.create(admitted.views(), params.role(), Duration.ofMillis(params.ttlMs()))));
    }

    SharesListed list(ListShares list) {
        String processId = list.params().processId();
        return new SharesListed(
                new ShareMethods.ListResponse(in(list.asking(), list.params().session()).stream()
                        .map(Share::told)
                        .filter(told -> processId == null || processId.equals(told.processId()))
                        .toList()));
    }

    void revoke(RevokeShare revoke) {
        in(revoke.asking(), revoke.params().session()).stream()
                .filter(share -> share.id().equals(revoke.params().shareId()))
                .forEach(share -> shares.end(share, ViewEnd.REVOKED));
    }

    private List<Share> in(Asking asking, String session) {
        refuseGuests(asking);
        return admissions.session(asking, session).processes().values().stream()
                .map(views)
                .filter(Objects::nonNull)
                .flatMap(viewed -> shares.of(viewed).stream())
                .toList();
    }

    private static void refuseGuests(Asking asking) {
        if (asking.share() != null) {
            throw ExecbusException.invalidRequest("a share gives access to its process only");
        }
    }
}
