package dev.execbus.mcp;

import dev.execbus.protocol.ByteChunk;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a process has printed, under an address of its own. */
final class OutputResource {
    private static final String TEMPLATE = "execbus://process/{session_id}/output";
    private static final Pattern URI = Pattern.compile("execbus://process/([0-9]{1,9})/output");
    private static final String TEXT = "text/plain";
    private static final String BYTES = "application/octet-stream";

    private OutputResource() {}

    static String uri(int sessionId) {
        return TEMPLATE.replace("{session_id}", Integer.toString(sessionId));
    }

    static AsyncResourceTemplateSpecification template(Monos monos) {
        return new AsyncResourceTemplateSpecification(
                ResourceTemplate.builder(TEMPLATE, "process output")
                        .title("Output of a process")
                        .description("What a process has printed since it was started, whatever was told of it before. "
                                + "Past 1 MiB the middle is left out.")
                        .mimeType(TEXT)
                        .build(),
                (exchange, request) ->
                        monos.of(() -> read(ToolContext.of(exchange), request.uri()), Monos.NOT_CANCELLED));
    }

    private static Future<ReadResourceResult> read(AgentTools tools, String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            return Future.failedFuture(McpError.RESOURCE_NOT_FOUND.apply(uri));
        }
        return tools.output(Integer.parseInt(matcher.group(1)))
                .compose(output -> output.map(bytes ->
                                Future.succeededFuture(ReadResourceResult.builder(List.of(contents(uri, bytes)))
                                        .build()))
                        .orElseGet(() -> Future.failedFuture(McpError.RESOURCE_NOT_FOUND.apply(uri))));
    }

    private static ResourceContents contents(String uri, ByteChunk bytes) {
        return Optional.ofNullable(TextPart.of(bytes.bytes(), true))
                .<ResourceContents>map(part -> TextResourceContents.builder(uri, part.text())
                        .mimeType(TEXT)
                        .build())
                .orElseGet(() -> BlobResourceContents.builder(
                                uri, Base64.getEncoder().encodeToString(bytes.bytes()))
                        .mimeType(BYTES)
                        .build());
    }
}
