package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {
    private final ConsoleFiles files = ConsoleFiles.in("console-built");

    @Test
    void findsAndKeepsWhatIsThere() throws IOException {
        assertThat(files.known("index.html")).isNull();
        ConsoleFile index = files.find("index.html").orElseThrow();
        assertThat(index.plain().bytes().toString()).contains("<title>Execbus</title>");
        assertThat(index.type()).isEqualTo("text/html; charset=utf-8");
        assertThat(files.known("index.html")).isEqualTo(index);
        assertThat(files.find("assets/main-ABCDEFG2.js").orElseThrow().type())
                .isEqualTo("text/javascript; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/index.html",
                "//index.html",
                "./index.html",
                "../outside.txt",
                "assets/../index.html",
                "assets/../../outside.txt",
                "%2e%2e/outside.txt",
                "..%2foutside.txt",
                "..\\outside.txt",
                "assets\\main-ABCDEFG2.js",
                "index.html\u0000",
                "index.html/",
                "assets",
                "assets/",
                ".hidden.txt",
                "notes.md",
                "none.js"
            })
    void findsNothingElse(String name) throws IOException {
        assertThat(files.find(name)).isEmpty();
        assertThat(files.known(name)).isNull();
    }

    @Test
    void knowsItsTagAmongOthers() throws IOException {
        ConsoleFile.Variant file = files.find("style.css").orElseThrow().plain();
        assertThat(file.tag()).matches("\"[0-9a-f]{32}\"");
        assertThat(file.isIn("\"x\", W/" + file.tag())).isTrue();
        assertThat(file.isIn(file.tag())).isTrue();
        assertThat(file.isIn("*")).isTrue();
        assertThat(file.isIn(null)).isFalse();
        assertThat(file.isIn("\"x\"")).isFalse();
        assertThat(file.tag())
                .isNotEqualTo(files.find("index.html").orElseThrow().plain().tag());
    }

    @Test
    void compressesWhatIsWorthItForWhomTakesIt() {
        ConsoleFile large = ConsoleFile.of("terminal ".repeat(1_000).getBytes(StandardCharsets.US_ASCII), "text/plain");
        assertThat(large.compressed().bytes().length()).isLessThan(1_000);
        assertThat(large.compressed().tag()).isNotEqualTo(large.plain().tag());
        for (String accepted : List.of("gzip", "br, GZIP", "deflate,gzip;q=0.5", "gzip; q=1")) {
            assertThat(large.variant(accepted)).as(accepted).isEqualTo(large.compressed());
        }
        for (String accepted : List.of("", "br", "gzip;q=0", "gzip; q=0.0", "xgzip", "identity")) {
            assertThat(large.variant(accepted)).as(accepted).isEqualTo(large.plain());
        }
        assertThat(large.variant(null)).isEqualTo(large.plain());
        assertThat(ConsoleFile.of(new byte[] {1, 2, 3}, "image/png").compressed())
                .isNull();
    }
}
