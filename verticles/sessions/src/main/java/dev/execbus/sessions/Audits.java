package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Failures;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Audit;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks gateways what they still hold. */
final class Audits {
    /** All of them are asked so often, so that nothing stays attached to a connection that nobody has. */
    static final Duration INTERVAL = Duration.ofSeconds(20);

    /** Attachments in one question. */
    static final int BATCH = 1_000;

    private final Function<NodeName, GatewayService> gateways;

    Audits(Function<NodeName, GatewayService> gateways) {
        this.gateways = gateways;
    }

    /** Whether the gateway holds it. One that cannot be reached does not; one that does not know what it holds does. */
    Future<Boolean> holds(Attachment attachment) {
        return unknown(attachment.gateway(), List.of(attachment))
                .map(unknown -> !unknown.contains(attachment))
                .otherwise(cause -> !Failures.isUnreachable(cause));
    }

    /** Of the attachments through one gateway those it does not hold; fails when it does not say. */
    Future<List<Attachment>> unknown(NodeName gateway, List<Attachment> attachments) {
        GatewayService service = gateways.apply(gateway);
        List<Future<?>> answers = new ArrayList<>();
        List<Attachment> unknown = new ArrayList<>();
        for (int from = 0; from < attachments.size(); from += BATCH) {
            List<Attachment> batch = attachments.subList(from, Math.min(attachments.size(), from + BATCH));
            answers.add(service.audit(new Audit(batch)).onSuccess(audited -> unknown.addAll(audited.unknown())));
        }
        return Future.join(answers).map(all -> unknown);
    }
}
