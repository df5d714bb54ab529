package dev.execbus.transport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's files, which anybody may have, and the way in for its pages. Who may come is asked of its socket. Confined
 * to the gateway's context.
 */
final class ConsoleRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoutes.class);

    static final String DOOR = "console";
    static final String NOT_BUILT = "this build has no console: it was made on a machine without npm";

    /** Named after what is in it, so that it never changes. */
    private static final Pattern UNCHANGING = Pattern.compile(".*-[A-Z0-9]{8}\\.[a-z0-9]+");

    private final Vertx vertx;
    private final ConsoleFiles files;
    private final PageCheck pages;
    private final Upgrades upgrades;

    ConsoleRoutes(Vertx vertx, ConsoleFiles files, PageCheck pages, Upgrades upgrades) {
        this.vertx = vertx;
        this.files = files;
        this.pages = pages;
        this.upgrades = upgrades;
    }

    void handle(HttpServerRequest request, ConsolePath path) {
        switch (path) {
            case ConsolePath.Socket socket -> {
                if (pages.passes(request)) {
                    upgrades.upgrade(request, socket.environment());
                }
            }
            case ConsolePath.Entrance entrance -> serve(request, entrance);
            case ConsolePath.File file -> serve(request, file);
        }
    }

    private void serve(HttpServerRequest request, ConsolePath path) {
        HttpServerResponse response = request.response();
        ConsoleHeaders.put(response);
        if (!pages.mayBeLoaded(request)) {
            return;
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Allow", "GET, HEAD");
            TextAnswer.end(response, 405, "");
        } else if (path instanceof ConsolePath.File file) {
            serve(request, file.name().isEmpty() ? ConsoleFiles.INDEX : file.name());
        } else {
            // Relative, as whatever stands in front of us may have put something before our paths.
            response.putHeader("Location", "console/");
            TextAnswer.end(response, 307, "");
        }
    }

    private void serve(HttpServerRequest request, String name) {
        ConsoleFile known = files.known(name);
        if (known != null) {
            serve(request, name, known);
            return;
        }
        Future<Optional<ConsoleFile>> found = vertx.executeBlocking(() -> files.find(name), false);
        found.onSuccess(file -> {
                    if (file.isPresent()) {
                        serve(request, name, file.get());
                    } else if (name.equals(ConsoleFiles.INDEX)) {
                        TextAnswer.end(request.response(), 503, NOT_BUILT);
                    } else {
                        TextAnswer.end(request.response(), 404, "");
                    }
                })
                .onFailure(cause -> {
                    LOG.error("a file of the console could not be read", cause);
                    TextAnswer.end(request.response(), 500, "");
                });
    }

    private static void serve(HttpServerRequest request, String name, ConsoleFile file) {
        ConsoleFile.Variant variant = file.variant(request.getHeader("Accept-Encoding"));
        HttpServerResponse response = request.response()
                .putHeader("ETag", variant.tag())
                .putHeader("Vary", "Accept-Encoding")
                .putHeader(
                        "Cache-Control",
                        UNCHANGING.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache");
        if (variant.isIn(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        if (variant.encoding() != null) {
            response.putHeader("Content-Encoding", variant.encoding());
        }
        response.putHeader("Content-Type", file.type())
                .putHeader("Content-Length", Integer.toString(variant.bytes().length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(variant.bytes());
        }
    }
}
