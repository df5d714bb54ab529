package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus reads of a server. */
record MetricsPage(String text) {
    /** So many values of a label are worth telling. */
    private static final int FEW = 12;

    private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(\\{[^}]*\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");

    /** @param labels keys with all their values */
    record Metric(String name, String type, String help, Map<String, TreeSet<String>> labels) {
        /** As the documentation has it: labels of a few values with these. */
        String row() {
            return "| `" + name + "` | " + type + " | " + shown() + " | " + help + " |";
        }

        private String shown() {
            return labels.entrySet().stream()
                    .map(label -> "`" + label.getKey() + "`"
                            + (label.getValue().size() > FEW ? "" : ": " + String.join(", ", label.getValue())))
                    .collect(Collectors.joining("; "));
        }
    }

    static MetricsPage of(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            return new MetricsPage(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Zero when there is none. */
    double value(String sample) {
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .sum();
    }

    /** Those of this server's own, by name. What a timer tells of its slowest is part of it. */
    Map<String, Metric> metrics() {
        Map<String, Metric> found = new TreeMap<>();
        Map<String, String> help = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher about = ABOUT.matcher(line);
            if (about.matches() && about.group(1).equals("HELP")) {
                help.put(about.group(2), about.group(3).strip());
            } else if (about.matches()) {
                String name = about.group(2);
                found.put(name, new Metric(name, about.group(3), help.get(name), new TreeMap<>()));
            } else {
                sample(line, found);
            }
        }
        found.keySet()
                .removeIf(name -> !name.startsWith("execbus_")
                        || (name.endsWith("_max") && found.containsKey(name.substring(0, name.length() - 4))));
        return found;
    }

    private static void sample(String line, Map<String, Metric> found) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches() || sample.group(2) == null) {
            return;
        }
        String base = sample.group(1).replaceAll("_(count|sum|bucket)$", "");
        Metric metric = found.getOrDefault(sample.group(1), found.get(base));
        Matcher label = LABEL.matcher(sample.group(2));
        while (metric != null && label.find()) {
            if (!label.group(1).equals("le")) {
                metric.labels()
                        .computeIfAbsent(label.group(1), key -> new TreeSet<>())
                        .add(label.group(2));
            }
        }
    }

    List<String> rows() {
        return metrics().values().stream().map(Metric::row).toList();
    }
}
