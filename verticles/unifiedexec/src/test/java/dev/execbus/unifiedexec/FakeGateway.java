package dev.execbus.unifiedexec;

import dev.execbus.bus.CommandEvent;
import dev.execbus.bus.GatewayService;
import dev.execbus.protocol.ExecMethods.ApproveResponse;
import dev.execbus.protocol.ExecMethods.Decision;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Takes deliveries, and gives credit when a test says so. */
final class FakeGateway implements GatewayService {
    private final List<Deliver> deliveries = new ArrayList<>();
    private final List<Promise<Delivered>> unanswered = new ArrayList<>();
    private final List<Approve> questions = new ArrayList<>();

    List<Deliver> deliveries() {
        return deliveries;
    }

    List<Approve> questions() {
        return questions;
    }

    /** The events of one delivery. */
    List<CommandEvent> events(int delivery) {
        return deliveries.get(delivery).events().stream()
                .map(CommandEvent.class::cast)
                .toList();
    }

    /** All events until now. */
    List<CommandEvent> events() {
        return deliveries.stream()
                .flatMap(deliver -> deliver.events().stream())
                .map(CommandEvent.class::cast)
                .toList();
    }

    void giveCredit() {
        unanswered.removeFirst().complete(new Delivered());
    }

    void giveAllCredit() {
        while (!unanswered.isEmpty()) {
            giveCredit();
        }
    }

    void refuse() {
        unanswered.removeFirst().fail("the connection is gone");
    }

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        deliveries.add(deliver);
        Promise<Delivered> credit = Promise.promise();
        unanswered.add(credit);
        return credit.future();
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        return Future.succeededFuture(new Audited(List.of()));
    }

    @Override
    public Future<Approved> approve(Approve approve) {
        questions.add(approve);
        return Future.succeededFuture(new Approved(new ApproveResponse(Decision.APPROVED)));
    }
}
