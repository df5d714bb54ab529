package dev.execbus.http;

import io.vertx.core.Future;

/** Decides how a hop reaches its host, and whether it may. */
final class Router {
    private final HostRules rules;
    private final ProxyRules proxies;
    private final NameLookup names;

    Router(HostRules rules, ProxyRules proxies, NameLookup names) {
        this.rules = rules;
        this.proxies = proxies;
        this.names = names;
    }

    /** @param redirects followed so far */
    Future<Route> route(RequestUrl url, int redirects) {
        String place = redirects == 0 ? "the host of the URL" : "the host of redirect " + redirects;
        boolean checked = rules.checkName(url, place);
        Proxy proxy = proxies.forUrl(url);
        if (proxy != null && !checked) {
            return Future.succeededFuture(new Route.Proxied(proxy));
        }
        return names.lookup(url).map(addresses -> {
            rules.checkAddresses(url, addresses, place);
            return proxy == null ? new Route.Direct(addresses) : new Route.Proxied(proxy);
        });
    }
}
