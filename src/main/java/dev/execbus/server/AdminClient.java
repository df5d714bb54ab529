package dev.execbus.server;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Asks a node what operators may ask. Blocks. */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI url;
    private final Optional<String> token;

    /** @throws IllegalArgumentException with the words for the user */
    AdminClient(String url, Optional<String> token) {
        this.url = parse(url);
        this.token = token;
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, as everything else that is no URL of ours.
        }
        throw new IllegalArgumentException("invalid URL " + OneLine.of((Object) text) + "; expected http://HOST:PORT");
    }

    /** @throws StartupException when there is no answer */
    JsonObject get(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).timeout(PATIENCE);
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        // A JDK whose client cannot be closed would keep its thread; ours can.
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return switch (answer.statusCode()) {
                case 200 -> new JsonObject(answer.body());
                case 401 -> throw unreachable("it wants another token (HTTP status 401)");
                default -> throw unreachable("it answered with HTTP status " + answer.statusCode());
            };
        } catch (DecodeException e) {
            throw unreachable("its answer is not JSON");
        } catch (HttpTimeoutException e) {
            throw unreachable("no answer within " + PATIENCE.toSeconds() + " seconds");
        } catch (ConnectException e) {
            throw unreachable("nothing listens there");
        } catch (IOException e) {
            throw unreachable(OneLine.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted");
        }
    }

    private URI at(String path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private StartupException unreachable(String reason) {
        return new StartupException("cannot ask the server at " + url + ": " + reason);
    }
}
