package dev.execbus.http;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A connection that speaks for a session, with its requests under way. Confined to the verticle's context. */
final class Speaker {
    private final Attachment attachment;
    private final GatewayService gateway;
    private final Set<HttpCall> calls = new LinkedHashSet<>();

    Speaker(Attachment attachment, GatewayService gateway) {
        this.attachment = attachment;
        this.gateway = gateway;
    }

    Attachment attachment() {
        return attachment;
    }

    GatewayService gateway() {
        return gateway;
    }

    int underWay() {
        return calls.size();
    }

    boolean streams(String requestId) {
        return calls.stream()
                .anyMatch(call -> call.isStream() && call.requestId().equals(requestId));
    }

    void add(HttpCall call) {
        calls.add(call);
    }

    void remove(HttpCall call) {
        calls.remove(call);
    }

    /** Whether there was such a request. */
    boolean cancel(String requestId) {
        List<HttpCall> named = calls.stream()
                .filter(call -> call.requestId().equals(requestId))
                .toList();
        named.forEach(HttpCall::cancel);
        return !named.isEmpty();
    }

    void abandonAll() {
        List.copyOf(calls).forEach(HttpCall::abandon);
    }
}
