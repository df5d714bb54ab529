package dev.execbus.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.PercentCoding;
import java.util.Locale;
import java.util.Map;

/** Which proxy a request goes through, as the server's environment says. */
final class ProxyRules {
    private final Map<String, String> variables;
    private final NoProxy exceptions;

    ProxyRules(Map<String, String> variables) {
        this.variables = variables;
        String names = variable("NO_PROXY");
        this.exceptions = NoProxy.parse(names == null ? "" : variables.get(names));
    }

    /** Null for none. Throws when the variable that would name it cannot be read: going direct may be a leak. */
    Proxy forUrl(RequestUrl url) {
        String name = variable(url.tls() ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (name == null) {
            name = variable("ALL_PROXY");
        }
        if (name == null || exceptions.matches(url)) {
            return null;
        }
        try {
            return parse(variables.get(name).strip());
        } catch (IllegalArgumentException e) {
            throw ExecbusException.internal("http/request failed: the server's variable " + name
                    + " is not the URL of a proxy (http or socks5): " + e.getMessage());
        }
    }

    /** The spelling that is set, upper case first; null for neither. */
    private String variable(String name) {
        for (String spelling : new String[] {name, name.toLowerCase(Locale.ROOT)}) {
            String value = variables.get(spelling);
            if (value != null && !value.isBlank()) {
                return spelling;
            }
        }
        return null;
    }

    private static Proxy parse(String text) {
        int separator = text.indexOf("://");
        String scheme = separator < 0 ? "http" : text.substring(0, separator).toLowerCase(Locale.ROOT);
        boolean socks = scheme.equals("socks5") || scheme.equals("socks5h");
        if (!socks && !scheme.equals("http")) {
            throw new IllegalArgumentException("unsupported scheme");
        }
        String rest = separator < 0 ? text : text.substring(separator + 3);
        RequestUrl url = UrlReader.absolute("http://" + rest);
        int port = socks && url.port() == 80 && !namesPort(rest) ? 1080 : url.port();
        String credentials = url.credentials();
        if (credentials == null) {
            return new Proxy(socks, UrlHost.peer(url.host()), port, null, null);
        }
        int colon = credentials.indexOf(':');
        String user = colon < 0 ? credentials : credentials.substring(0, colon);
        String password = colon < 0 ? "" : credentials.substring(colon + 1);
        return new Proxy(
                socks,
                UrlHost.peer(url.host()),
                port,
                new String(PercentCoding.decode(user), UTF_8),
                new String(PercentCoding.decode(password), UTF_8));
    }

    private static boolean namesPort(String rest) {
        String place = rest.substring(rest.lastIndexOf('@') + 1);
        return place.startsWith("80", place.lastIndexOf(':') + 1) && place.indexOf(':') >= 0;
    }
}
