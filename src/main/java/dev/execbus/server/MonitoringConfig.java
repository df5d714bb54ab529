package dev.execbus.server;

import java.net.URI;

/**
 * What operators can see of a node.
 *
 * @param onGateway whether a gateway shows its metrics where its clients come
 * @param otlpEndpoint where spans go; null for nowhere
 * @param sampleRatio of the requests that are traced, for those that are in no trace yet
 * @param toProcesses whether a process is told the trace in which it is started
 */
record MonitoringConfig(boolean onGateway, URI otlpEndpoint, double sampleRatio, boolean toProcesses) {
    private static final String TRACES = "/v1/traces";

    static MonitoringConfig of(EffectiveConfig config) {
        return new MonitoringConfig(
                config.get(ConfigKeys.METRICS_ON_GATEWAY),
                config.get(ConfigKeys.TRACING_OTLP_ENDPOINT),
                config.get(ConfigKeys.TRACING_SAMPLE_RATIO),
                config.get(ConfigKeys.TRACING_PASS_TO_PROCESSES));
    }

    /** @throws IllegalArgumentException for what is no place for spans */
    static URI endpoint(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not an address of a collector: " + text);
        }
        return uri;
    }

    /** Of a collector without a path: the one that the protocol says. */
    String tracesUrl() {
        String path = otlpEndpoint.getRawPath();
        return path.isEmpty() || path.equals("/") ? otlpEndpoint.resolve(TRACES).toString() : otlpEndpoint.toString();
    }
}
