package dev.execbus.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.ResponseHeader;
import dev.execbus.protocol.PercentCoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What headers a client may give, what is added to them, and what it is told of the answer's. */
final class HeaderRules {
    private static final Set<String> SECRET = Set.of("authorization", "cookie", "cookie2", "proxy-authorization");
    private static final Set<String> WITH_LENGTH = Set.of("POST", "PUT", "PATCH");
    private static final String TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final Map<String, String> variables;

    HeaderRules(Map<String, String> variables) {
        this.variables = variables;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(each -> TOKEN.indexOf(each) >= 0);
    }

    /** In the order given, repeats kept. The length of the body is ours to tell: a wrong one is refused. */
    List<Header> given(List<RequestHeader> headers, ByteChunk body) {
        List<Header> checked = new ArrayList<>(headers.size());
        for (RequestHeader header : headers) {
            Header each = checked(header);
            if (each.name().equals("transfer-encoding")) {
                throw ExecbusException.invalidParams(
                        "http/request header transfer-encoding is not supported: a body is sent with its length");
            }
            if (each.name().equals("content-length")) {
                checkLength(each.value(), body == null ? 0 : body.length());
            }
            checked.add(each);
        }
        return checked;
    }

    private Header checked(RequestHeader header) {
        if (!isToken(header.name())) {
            throw ExecbusException.invalidParams("http/request header name is invalid: invalid HTTP header name");
        }
        boolean secret = header.valueEnvVar() != null;
        String value = secret ? header.value() + variable(header) : header.value();
        String bytes = new String(value.getBytes(UTF_8), ISO_8859_1);
        if (bytes.chars().anyMatch(each -> (each < 0x20 && each != '\t') || each == 0x7f)) {
            throw ExecbusException.invalidParams(
                    "http/request header value is invalid for " + header.name() + ": failed to parse header value");
        }
        String name = header.name().toLowerCase(Locale.ROOT);
        return new Header(name, bytes, secret || SECRET.contains(name));
    }

    private String variable(RequestHeader header) {
        String value = variables.get(header.valueEnvVar());
        if (value == null) {
            throw ExecbusException.invalidParams("http/request header " + header.name()
                    + " requires executor environment variable " + header.valueEnvVar());
        }
        return value;
    }

    /** On a connection that others use after this request, a wrong length would make the rest of a body a request. */
    private static void checkLength(String value, int length) {
        if (!value.equals(Integer.toString(length))) {
            throw ExecbusException.invalidParams(
                    "http/request header content-length does not match the body, which has " + length + " bytes");
        }
    }

    /** Of credentials in a URL; null for none. */
    static String basicAuthorization(String credentials) {
        if (credentials == null) {
            return null;
        }
        int colon = credentials.indexOf(':');
        String user = colon < 0 ? credentials : credentials.substring(0, colon);
        String password = colon < 0 ? "" : credentials.substring(colon + 1);
        return basicAuthorization(
                new String(PercentCoding.decode(user), UTF_8), new String(PercentCoding.decode(password), UTF_8));
    }

    static String basicAuthorization(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    static boolean has(List<Header> headers, String name) {
        return headers.stream().anyMatch(header -> header.name().equals(name));
    }

    /** All that is sent: what is given, then what goes without saying. */
    static List<Header> complete(Hop hop) {
        List<Header> headers = new ArrayList<>(hop.headers());
        if (!has(headers, "accept")) {
            headers.add(new Header("accept", "*/*", false));
        }
        if (!has(headers, "host")) {
            headers.add(new Header("host", hop.url().authority(), false));
        }
        int length = hop.body() == null ? 0 : hop.body().length();
        if (!has(headers, "content-length") && (length > 0 || WITH_LENGTH.contains(hop.method()))) {
            headers.add(new Header("content-length", Integer.toString(length), false));
        }
        return headers;
    }

    /** An answer's headers in their order; values that are not UTF-8 are left out. */
    static List<ResponseHeader> told(Iterable<Map.Entry<String, String>> headers) {
        List<ResponseHeader> told = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            String value = utf8(header.getValue());
            if (value != null) {
                told.add(new ResponseHeader(header.getKey().toLowerCase(Locale.ROOT), value));
            }
        }
        return told;
    }

    /** @param bytes one character for each byte; null if they are not UTF-8 */
    static String utf8(String bytes) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
