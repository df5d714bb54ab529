package dev.execbus.mcp;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** An agent that does what a test says, byte by byte. Waits as long as the test may. */
final class RawAgent implements AutoCloseable {
    static final String BOTH = "application/json, text/event-stream";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final URI uri;
    private String sessionId;

    RawAgent(String url) {
        this.uri = URI.create(url + "/mcp");
    }

    /** A new session. */
    RawAgent introduced() {
        HttpResponse<String> response =
                answer(post(request(0, "initialize", introduction()).encode(), BOTH));
        sessionId = response.headers().firstValue("Mcp-Session-Id").orElseThrow();
        answer(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", BOTH));
        return this;
    }

    static JsonObject introduction() {
        return new JsonObject()
                .put("protocolVersion", "2025-11-25")
                .put("capabilities", new JsonObject())
                .put("clientInfo", new JsonObject().put("name", "raw").put("version", "1"));
    }

    RawAgent as(String id) {
        sessionId = id;
        return this;
    }

    String sessionId() {
        return sessionId;
    }

    static JsonObject request(Object id, String method, JsonObject params) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params);
    }

    static JsonObject call(Object id, String cmd) {
        return request(
                id,
                "tools/call",
                new JsonObject().put("name", "exec_command").put("arguments", new JsonObject().put("cmd", cmd)));
    }

    HttpRequest.Builder post(String body, String accept) {
        return with(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder get() {
        return with(HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .GET());
    }

    HttpRequest.Builder delete() {
        return with(HttpRequest.newBuilder(uri).DELETE());
    }

    private HttpRequest.Builder with(HttpRequest.Builder builder) {
        return sessionId == null ? builder : builder.header("Mcp-Session-Id", sessionId);
    }

    HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completes with the head of the response. */
    Events events(HttpRequest.Builder request) {
        try {
            return new Events(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** @param data null where there was none */
    record Event(String id, JsonObject data) {}

    /** A stream of events as it comes. */
    static final class Events implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Events(HttpResponse<InputStream> response) {
            this.response = response;
            this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        int status() {
            return response.statusCode();
        }

        String type() {
            return response.headers().firstValue("Content-Type").orElse("");
        }

        /** Null at the end. */
        Event next() {
            String id = null;
            String data = null;
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data:")) {
                        data = line.substring(5).strip();
                    } else if (line.isEmpty() && id != null) {
                        return new Event(id, data == null || data.isEmpty() ? null : new JsonObject(data));
                    }
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A comment, or whatever line comes. */
        String line() {
            try {
                return lines.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Breaks the connection. */
        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
