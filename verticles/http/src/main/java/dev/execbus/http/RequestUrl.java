package dev.execbus.http;

import java.net.InetAddress;

/**
 * An {@code http:} or {@code https:} URL, normalised; a fragment is dropped. Its text is without its credentials.
 *
 * @param host lower case, in ASCII; an IPv6 address in brackets
 * @param target path and query, escaped
 * @param credentials still escaped; null for none
 */
record RequestUrl(boolean tls, String host, int port, String target, String credentials) {
    String scheme() {
        return tls ? "https" : "http";
    }

    /** The host, and the port unless it goes without saying. */
    String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    boolean sameOrigin(RequestUrl other) {
        return tls == other.tls && port == other.port && host.equals(other.host);
    }

    /** The address that the host spells; null for a name. */
    InetAddress literal() {
        return UrlHost.literal(host);
    }

    RequestUrl withoutCredentials() {
        return new RequestUrl(tls, host, port, target, null);
    }

    @Override
    public String toString() {
        return scheme() + "://" + authority() + target;
    }
}
