package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators are promised is shown by tests that exist, and what they are told to set are keys. */
final class OperationsDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = Path.of("main", "docs", "operations.md");
    private static final Path DEPLOYING =
            ROOT.resolve("config").resolve("deploy").resolve("README.md");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT))`");
    private static final Pattern KEY = Pattern.compile("`([a-z]+(?:\\.[a-zA-Z0-9]+)+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && file.contains("/src/test/java/"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1).replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        for (Path document : List.of(DOCUMENT, DEPLOYING)) {
            assertThat(found(TEST_NAME, document))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(tests).contains(name));
        }
    }

    @Test
    void everyKeyThatIsNamedExists() throws IOException {
        assertThat(found(KEY, DOCUMENT))
                .filteredOn(key -> ConfigKeys.sections().contains(key.replaceAll("\\..*", "")))
                .hasSizeGreaterThan(10)
                .allSatisfy(key -> assertThat(ConfigKeys.named(key)).as(key).isPresent());
    }

    @Test
    void everyPromiseHasItsTest() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        List<String> promises = Stream.concat(
                        rows(lines, "## What survives what").stream(), rows(lines, "## Sizing").stream())
                .toList();
        assertThat(promises)
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(row).containsPattern(TEST_NAME.pattern() + "[^|]*\\|$"));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path document : List.of(DOCUMENT, DEPLOYING)) {
            assertThat(found(LINK, document))
                    .isNotEmpty()
                    .allSatisfy(
                            link -> assertThat(document.resolveSibling(link)).exists());
        }
    }

    /** Without the heads of the tables. */
    private static List<String> rows(List<String> lines, String section) {
        List<String> from = lines.subList(lines.indexOf(section) + 1, lines.size());
        List<String> rows = from.stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .toList();
        return rows.subList(1, rows.size());
    }

    private static List<String> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map((MatchResult result) -> result.group(1))
                .distinct()
                .toList();
    }
}
