package dev.execbus.transport;

import io.vertx.core.http.HttpServerRequest;

/** Which pages may come to a door that is for browsers. Others that are refused are answered and told of here. */
final class PageCheck {
    static final String OTHER_ORIGIN = "the page is not of this server, nor of one in transport.allowedOrigins";
    static final String OTHER_HOST = "without authentication the host must be a numeric address, localhost, or one of"
            + " transport.hosts, as anybody can point a name here";

    private final String door;
    private final boolean asksNobody;
    private final TransportSettings settings;
    private final RefusalLog refusals;

    PageCheck(String door, boolean asksNobody, TransportSettings settings, RefusalLog refusals) {
        this.door = door;
        this.asksNobody = asksNobody;
        this.settings = settings;
        this.refusals = refusals;
    }

    /** False when the request has been answered: what it asks for is not for its page. */
    boolean passes(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        if (!BrowserOrigin.mayCome(origin, host, settings.allowedOrigins())) {
            refuse(request, OTHER_ORIGIN, "origin " + origin);
            return false;
        }
        if (asksNobody && !BrowserOrigin.mayComeUnknown(origin, host, settings.allowedOrigins(), settings.hosts())) {
            refuse(request, OTHER_HOST, "host " + host);
            return false;
        }
        return true;
    }

    /** As {@link #passes}, for what a page is loaded from: a browser says of that no origin. */
    boolean mayBeLoaded(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (asksNobody && !BrowserOrigin.isOfNobodyElse(host, settings.hosts())) {
            refuse(request, OTHER_HOST, "host " + host);
            return false;
        }
        return passes(request);
    }

    private void refuse(HttpServerRequest request, String reason, String detail) {
        refusals.refused(door, reason, detail, request.remoteAddress());
        TextAnswer.end(request.response(), 403, reason);
    }
}
