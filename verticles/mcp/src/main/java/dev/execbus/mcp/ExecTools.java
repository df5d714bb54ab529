package dev.execbus.mcp;

import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tools for commands. */
final class ExecTools {
    /** Four of them are told, as in the text. */
    private static final double DIGITS = 1e4;

    private ExecTools() {}

    static List<Tool> all() {
        return List.of(
                tool("exec_command", ExecTools::execCommand),
                tool("write_stdin", ExecTools::writeStdin),
                tool("list_processes", ExecTools::listProcesses),
                tool("terminate", ExecTools::terminate));
    }

    private static Tool tool(String name, Tool.Handler handler) {
        return new Tool(name, EnvironmentCapabilities::execEnabled, handler);
    }

    private static Future<CallToolResult> execCommand(Tool.Call call) {
        Arguments in = call.arguments();
        CommandParams command = new CommandParams(
                in.text("cmd"),
                in.optionalText("workdir"),
                in.optionalText("shell"),
                in.optionalFlag("login"),
                in.flag("tty"),
                in.optionalNumber("yield_time_ms"),
                in.optionalNumber("max_output_tokens"),
                permissions(in),
                in.optionalText("justification"),
                in.optionalTexts("prefix_rule"),
                in.optionalText("environment_id"),
                null);
        return call.tools()
                .execCommand(command, call.listener())
                .onSuccess(outcome -> {
                    if (outcome.sessionId() != null) {
                        call.listener().began(outcome.sessionId());
                    }
                })
                .map(ExecTools::result);
    }

    private static String permissions(Arguments in) {
        String word = in.optionalText("sandbox_permissions");
        if (word != null && !word.equals(CommandParams.USE_DEFAULT) && !word.equals(CommandParams.REQUIRE_ESCALATED)) {
            throw in.wrong("sandbox_permissions", CommandParams.USE_DEFAULT + " or " + CommandParams.REQUIRE_ESCALATED);
        }
        return word;
    }

    private static Future<CallToolResult> writeStdin(Tool.Call call) {
        Arguments in = call.arguments();
        WriteStdinParams write = new WriteStdinParams(
                in.sessionId("session_id"),
                in.optionalText("chars"),
                in.optionalNumber("yield_time_ms"),
                in.optionalNumber("max_output_tokens"));
        return call.tools().writeStdin(write).map(ExecTools::result);
    }

    private static CallToolResult result(OutcomeResponse outcome) {
        String warning = outcome.warning();
        return ToolResult.of(
                warning == null ? outcome.text() : warning + "\n" + outcome.text(),
                ToolResult.fields(
                        "chunk_id", outcome.chunkId(),
                        "wall_time_seconds", Math.round(outcome.wallTimeSeconds() * DIGITS) / DIGITS,
                        "exit_code", outcome.exitCode(),
                        "session_id", outcome.sessionId(),
                        "original_token_count", outcome.originalTokenCount(),
                        "output", outcome.output(),
                        "warning", warning));
    }

    private static Future<CallToolResult> listProcesses(Tool.Call call) {
        return call.tools()
                .list()
                .map(running -> ToolResult.of(
                        running.isEmpty()
                                ? "no processes"
                                : running.stream().map(ExecTools::line).collect(Collectors.joining("\n")),
                        Map.of(
                                "processes",
                                running.stream().map(ExecTools::fields).toList())));
    }

    private static String line(CommandSummary process) {
        String state = process.exited() ? "exited with code " + process.exitCode() : "running";
        return process.sessionId() + "\t" + state + "\t" + process.cwd() + "\t" + process.cmd();
    }

    private static Map<String, Object> fields(CommandSummary process) {
        return ToolResult.fields(
                "session_id", process.sessionId(),
                "cmd", process.cmd(),
                "cwd", process.cwd(),
                "tty", process.tty(),
                "exited", process.exited(),
                "exit_code", process.exitCode(),
                "output_uri", OutputResource.uri(process.sessionId()));
    }

    private static Future<CallToolResult> terminate(Tool.Call call) {
        int sessionId = call.arguments().sessionId("session_id");
        return call.tools()
                .terminate(sessionId)
                .map(wasRunning -> ToolResult.of(
                        wasRunning ? "terminated" : "it was not running any more", Map.of("was_running", wasRunning)));
    }
}
