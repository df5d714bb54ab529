package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.execbus.protocol.EnvironmentMethods.NoParams;
import java.util.List;

/** {@code node/list} and {@code session/list}: what there is to look at. */
public final class OverviewMethods {
    public static final RpcMethod<NoParams> NODES = new RpcMethod<>("node/list", ViewMethods.FAMILY, NoParams::decode);
    public static final RpcMethod<NoParams> SESSIONS =
            new RpcMethod<>("session/list", ViewMethods.FAMILY, NoParams::decode);

    private OverviewMethods() {}

    /**
     * One node. Members of the role that it does not have are absent.
     *
     * @param role {@code gateway}, {@code worker}, {@code all} or {@code single}
     * @param state {@code live}, {@code draining} or {@code silent}
     * @param capacity how many sessions it may have
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Node(
            String name,
            String role,
            String version,
            List<String> labels,
            String state,
            Integer sessions,
            Integer capacity,
            Integer loadPercent,
            Integer connections) {}

    public record NodesResponse(List<Node> nodes) {
        public NodesResponse {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * @param session its public name
     * @param gateway that holds its connection; null while it has none
     * @param own whether it is that of whoever asks
     */
    public record Session(
            String session, String worker, String gateway, long ageMs, boolean own, List<ProcessOverview> processes) {
        public Session {
            processes = List.copyOf(processes);
        }
    }

    /**
     * @param command its words with blanks between, maybe cut
     * @param exitCode null until it has exited, as {@code endedAtMs}
     * @param outputBytes what it has printed
     */
    public record ProcessOverview(
            String processId,
            String command,
            String cwd,
            boolean tty,
            boolean running,
            Integer exitCode,
            long startedAtMs,
            Long endedAtMs,
            int viewers,
            long outputBytes) {}

    public record SessionsResponse(List<Session> sessions) {
        public SessionsResponse {
            sessions = List.copyOf(sessions);
        }
    }
}
