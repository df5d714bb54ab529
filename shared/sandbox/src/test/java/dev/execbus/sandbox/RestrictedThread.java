package dev.execbus.sandbox;

import static dev.execbus.sandbox.SeccompProgram.Kind.NETWORK_RESTRICTED;
import static dev.execbus.sandbox.SeccompProgram.Kind.WITHOUT_NAMESPACES;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Does things on threads that have restricted themselves. */
final class RestrictedThread {
    private RestrictedThread() {}

    static LandlockRules rules(List<String> readable, List<String> writable) {
        return new LandlockRules(readable, writable, true);
    }

    static LandlockRestriction restriction(LandlockRules rules) {
        return new LandlockRestriction(rules, Set.of(NETWORK_RESTRICTED, WITHOUT_NAMESPACES));
    }

    static Ran shell(String script) {
        return Ran.of("/bin/sh", "-c", script);
    }

    /** On a thread of its own. */
    static void within(LandlockRules rules, Callable<Void> body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            restriction(rules).restrictThisThread();
            return body.call();
        });
        Thread thread = Thread.ofPlatform().name("restricted").daemon().start(task);
        task.get(1, TimeUnit.MINUTES);
        thread.join(60_000);
    }
}
