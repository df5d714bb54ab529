package dev.execbus.bus;

import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentPolicyParams;
import io.vertx.core.Future;
import java.util.Map;

/** What a worker knows of its machine, and how it makes a process's variables. One address per worker. */
public interface EnvironmentService {
    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {}

    /** @param policy null for none: the process gets {@code requested} and nothing else */
    record Build(EnvironmentPolicyParams policy, Map<String, String> requested) implements Command {}

    record Describe() implements Command {}

    /** @param variables the process's whole environment */
    record Built(Map<String, String> variables) implements Message {}

    record Described(EnvironmentInfo info) implements Message {}

    Future<Built> build(Build build);

    Future<Described> describe(Describe describe);

    static EnvironmentService on(Bus bus, NodeName worker) {
        String address = address(worker);
        return new EnvironmentService() {
            @Override
            public Future<Built> build(Build build) {
                return bus.request(address, build, Built.class);
            }

            @Override
            public Future<Described> describe(Describe describe) {
                return bus.request(address, describe, Described.class);
            }
        };
    }

    static Future<Void> serve(Bus bus, NodeName worker, EnvironmentService service) {
        return bus.serve(address(worker), Command.class, command -> switch (command) {
            case Build build -> service.build(build);
            case Describe describe -> service.describe(describe);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.environment." + worker;
    }
}
