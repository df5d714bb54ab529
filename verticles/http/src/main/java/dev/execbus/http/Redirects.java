package dev.execbus.http;

import dev.execbus.protocol.ByteChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What follows from an answer that names another place. */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> OF_BODY =
            Set.of("content-type", "content-length", "content-encoding", "content-language", "content-location");

    private Redirects() {}

    /**
     * The next hop; null when the answer is for the client: it is no redirect, or leads nowhere that can be asked.
     *
     * @param location one character for each byte; null for none
     */
    static Hop next(Hop hop, int status, String location) {
        if (location == null || !STATUSES.contains(status)) {
            return null;
        }
        RequestUrl url = resolved(hop.url(), HeaderRules.utf8(location));
        if (url == null) {
            return null;
        }
        boolean emptied = status == 303
                ? !hop.method().equals("HEAD")
                : status <= 302 && hop.method().equals("POST");
        ByteChunk body = emptied ? null : hop.body();
        return new Hop(emptied ? "GET" : hop.method(), url, headers(hop, url, emptied), body);
    }

    private static RequestUrl resolved(RequestUrl base, String location) {
        if (location == null) {
            return null;
        }
        String scheme = UrlReader.scheme(location);
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        try {
            return UrlReader.relative(base, location).withoutCredentials();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Secrets stay with the origin they were given for, and so does a host header. */
    private static List<Header> headers(Hop hop, RequestUrl url, boolean emptied) {
        boolean sameOrigin = url.sameOrigin(hop.url());
        List<Header> headers = new ArrayList<>();
        for (Header header : hop.headers()) {
            boolean kept = (sameOrigin || !(header.secret() || header.name().equals("host")))
                    && !(emptied && OF_BODY.contains(header.name()))
                    && !header.name().equals("referer");
            if (kept) {
                headers.add(header);
            }
        }
        if (!hop.url().tls() || url.tls()) {
            headers.add(new Header("referer", hop.url().toString(), false));
        }
        return headers;
    }
}
