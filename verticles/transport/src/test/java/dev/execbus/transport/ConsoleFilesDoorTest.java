package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files over HTTP. */
class ConsoleFilesDoorTest {
    private static final Set<String> STRICT = Set.of(
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy");

    @Test
    void servesTheConsoleToAnybodyWithStrictHeaders() {
        try (BrowserRoom room = new BrowserRoom(CapabilityTokenAccess.ofToken("secret"))) {
            RawAnswer page = RawAnswer.get(room.port(), "/console/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("<title>Execbus</title>");
            assertThat(page.headers())
                    .containsEntry("Content-Type", "text/html; charset=utf-8")
                    .containsEntry("Cache-Control", "no-cache")
                    .containsEntry(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                                    + " manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                                    + " frame-ancestors 'none'")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                    .containsEntry("Cross-Origin-Resource-Policy", "same-origin");
            assertThat(RawAnswer.get(room.port(), "/console/?anything").body()).isEqualTo(page.body());
            assertThat(RawAnswer.get(room.port(), "/console/index.html").body()).isEqualTo(page.body());
            assertThat(room.logged()).isEmpty();
        }
    }

    @Test
    void keepsWhatNeverChangesInTheBrowser() {
        try (BrowserRoom room = new BrowserRoom()) {
            assertThat(RawAnswer.get(room.port(), "/console/assets/main-ABCDEFG2.js")
                            .headers())
                    .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                    .containsEntry("Content-Type", "text/javascript; charset=utf-8");
            assertThat(RawAnswer.get(room.port(), "/console/style.css").headers())
                    .containsEntry("Cache-Control", "no-cache")
                    .containsEntry("Content-Type", "text/css; charset=utf-8");
        }
    }

    @Test
    void sendsNothingAgainThatIsKnown() {
        try (BrowserRoom room = new BrowserRoom()) {
            String tag = RawAnswer.get(room.port(), "/console/").headers().get("ETag");
            RawAnswer again = RawAnswer.to(room.port(), "GET", "/console/", Map.of("If-None-Match", tag));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers()).containsEntry("ETag", tag).containsKeys(STRICT.toArray(String[]::new));
            assertThat(RawAnswer.to(room.port(), "GET", "/console/", Map.of("If-None-Match", "\"other\""))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sendsLessToWhomCanUnpackIt() {
        try (BrowserRoom room = new BrowserRoom()) {
            String path = "/console/licenses.txt";
            RawAnswer plain = RawAnswer.get(room.port(), path);
            RawAnswer packed = RawAnswer.to(room.port(), "GET", path, Map.of("Accept-Encoding", "br, gzip"));
            assertThat(plain.headers()).doesNotContainKey("Content-Encoding").containsEntry("Vary", "Accept-Encoding");
            assertThat(packed.headers())
                    .containsEntry("Content-Encoding", "gzip")
                    .containsEntry("Vary", "Accept-Encoding");
            assertThat(Integer.parseInt(packed.headers().get("Content-Length")))
                    .isLessThan(plain.body().length() / 2);
            assertThat(packed.headers().get("ETag"))
                    .isNotEqualTo(plain.headers().get("ETag"));
        }
    }

    @Test
    void answersHeadWithTheHeadersOnly() {
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer page = RawAnswer.get(room.port(), "/console/");
            RawAnswer head = RawAnswer.to(room.port(), "HEAD", "/console/", Map.of());
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers())
                    .containsEntry("Content-Length", page.headers().get("Content-Length"))
                    .containsEntry("ETag", page.headers().get("ETag"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void takesNoOtherMethod(String method) {
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer answer = RawAnswer.to(room.port(), method, "/console/", Map.of());
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
        }
    }

    @Test
    void leadsToItsFolder() {
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer answer = RawAnswer.get(room.port(), "/console");
            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.headers()).containsEntry("Location", "console/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../outside.txt",
                "/console/%2e%2e/outside.txt",
                "/console/..%2foutside.txt",
                "/console/%2e%2e%2foutside.txt",
                "/console/assets/../../outside.txt",
                "/console/..\\outside.txt",
                "/console/..%5coutside.txt",
                "/console/.hidden.txt",
                "/console//index.html",
                "/console/assets",
                "/console/assets/",
                "/console/notes.md",
                "/console/index.html%00.js",
                "/console/nothing.js"
            })
    void servesNothingElse(String path) {
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer answer = RawAnswer.get(room.port(), path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers()).containsKeys(STRICT.toArray(String[]::new));
        }
    }

    @Test
    void refusesAHostThatAnybodyCanPointHereWhereNobodyIsAsked() {
        Map<String, String> rebound = Map.of("Host", "evil.example:4500");
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer refusal = RawAnswer.to(room.port(), "GET", "/console/", rebound);
            assertThat(List.of(refusal.status(), refusal.body())).isEqualTo(List.of(403, PageCheck.OTHER_HOST));
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
            assertThat(RawAnswer.to(room.port(), "GET", "/console/", Map.of("Host", BrowserRoom.NAMED + ":80"))
                            .status())
                    .isEqualTo(200);
            assertThat(RawAnswer.to(room.port(), "GET", "/console/", Map.of("Host", "localhost"))
                            .status())
                    .isEqualTo(200);
        }
        try (BrowserRoom room = new BrowserRoom(CapabilityTokenAccess.ofToken("secret"))) {
            assertThat(RawAnswer.to(room.port(), "GET", "/console/", rebound).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhenTheBuildHasNone() {
        try (BrowserRoom room =
                new BrowserRoom(Access.open(), BrowserRoom.settings(10), ConsoleFiles.in("console-never-built"))) {
            RawAnswer answer = RawAnswer.get(room.port(), "/console/");
            assertThat(List.of(answer.status(), answer.body()))
                    .isEqualTo(List.of(503, "this build has no console: it was made on a machine without npm"));
            assertThat(RawAnswer.get(room.port(), "/console/style.css").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void isNotThereUnlessItIsWanted() {
        try (BrowserRoom room =
                new BrowserRoom(Access.open(), TransportSettings.DEFAULTS, ConsoleFiles.in("console-built"))) {
            for (String path : List.of("/console", "/console/", "/console/index.html", "/console/rpc")) {
                assertThat(RawAnswer.get(room.port(), path).status()).isEqualTo(404);
            }
            assertThat(RawAnswer.upgrade(room.port(), "/console/rpc", Map.of()).status())
                    .isEqualTo(404);
            assertThat(RawAnswer.upgrade(room.port(), "/environments/node/console/rpc", Map.of())
                            .status())
                    .isEqualTo(404);
        }
    }
}
