package dev.execbus.transport;

import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Asking;
import dev.execbus.protocol.ProcessMethods.Empty;
import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.ViewMethods.ExportParams;
import dev.execbus.protocol.ViewMethods.ExportResponse;
import io.vertx.core.Future;

/** Requests about shares and recordings, on their way to the worker of the process. Confined to the gateway's context. */
final class SharedViews {
    private SharedViews() {}

    static Future<ShareMethods.CreateResponse> create(ViewRights rights, ShareMethods.CreateParams params) {
        rights.requireMember();
        Asking asking = rights.asking(null);
        return rights.worker(asking, params.session(), params.processId())
                .compose(worker -> worker.services().views().createShare(new ViewService.CreateShare(asking, params)))
                .map(ViewService.ShareCreated::response);
    }

    static Future<ShareMethods.ListResponse> list(ViewRights rights, ShareMethods.ListParams params) {
        rights.requireMember();
        Asking asking = rights.asking(null);
        return rights.worker(asking, params.session(), null)
                .compose(worker -> worker.services().views().listShares(new ViewService.ListShares(asking, params)))
                .map(ViewService.SharesListed::response);
    }

    static Future<Empty> revoke(ViewRights rights, ShareMethods.RevokeParams params) {
        rights.requireMember();
        Asking asking = rights.asking(null);
        return rights.worker(asking, params.session(), null)
                .compose(worker -> worker.services().views().revokeShare(new ViewService.RevokeShare(asking, params)))
                .map(new Empty());
    }

    static Future<ExportResponse> export(ViewRights rights, ExportParams params) {
        Asking asking = rights.asking(params.share());
        return rights.worker(asking, params.session(), params.processId())
                .compose(worker -> worker.services().views().export(new ViewService.Export(asking, params)))
                .map(ViewService.Exported::response);
    }
}
