package dev.execbus.server;

import dev.execbus.transport.OperatorPage;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;

/** {@code /metrics}, for Prometheus. */
final class MetricsRoutes implements AdminRoutes {
    private final OperatorPage page;

    MetricsRoutes(OperatorPage page) {
        this.page = page;
    }

    @Override
    public void addTo(Router router) {
        router.get(page.path())
                .handler(context -> context.vertx()
                        .executeBlocking(page.text(), false)
                        .onSuccess(text -> context.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
                                .end(text))
                        .onFailure(context::fail));
    }
}
