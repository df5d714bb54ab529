package dev.execbus.http;

import dev.execbus.protocol.ByteChunk;
import java.util.List;

/**
 * One request as it goes to one place: the first, or where a redirect leads.
 *
 * @param headers what the client gave and what redirects made of it; {@link HeaderRules#complete} adds the rest
 * @param body null for none
 */
record Hop(String method, RequestUrl url, List<Header> headers, ByteChunk body) {
    Hop {
        headers = List.copyOf(headers);
    }

    /** URLs, headers and bodies may hold secrets. */
    @Override
    public String toString() {
        return "Hop[" + method + "]";
    }
}
