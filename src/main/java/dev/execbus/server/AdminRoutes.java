package dev.execbus.server;

import io.vertx.ext.web.Router;

/** Something operators can ask a node. */
@FunctionalInterface
interface AdminRoutes {
    void addTo(Router router);
}
