package dev.execbus.mcp;

import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.mcp.AgentTools.Block;
import dev.execbus.mcp.AgentTools.Entry;
import dev.execbus.protocol.ByteChunk;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tools for files. */
final class FileTools {
    private static final int USUAL_LENGTH = 64 << 10;
    private static final int LONGEST = 1 << 20;
    /** Entries of a directory that are told. */
    private static final int MOST_ENTRIES = 10_000;

    private FileTools() {}

    static List<Tool> all() {
        return List.of(
                tool("read_file", FileTools::readFile),
                tool("write_file", FileTools::writeFile),
                tool("list_directory", FileTools::listDirectory));
    }

    private static Tool tool(String name, Tool.Handler handler) {
        return new Tool(name, EnvironmentCapabilities::filesystemEnabled, handler);
    }

    private static Future<CallToolResult> readFile(Tool.Call call) {
        Arguments in = call.arguments();
        String path = in.text("path");
        Long offset = in.optionalNumber("offset");
        Long length = in.optionalNumber("length");
        if (length != null && (length < 1 || length > LONGEST)) {
            throw in.wrong("length", "from 1 to " + LONGEST);
        }
        long from = offset == null ? 0 : offset;
        return call.tools()
                .readFile(path, from, length == null ? USUAL_LENGTH : length.intValue())
                .map(block -> read(path, from, block));
    }

    /** Text as far as its characters are whole; what is no text as base64. */
    private static CallToolResult read(String path, long offset, Block block) {
        TextPart text = TextPart.of(block.bytes().bytes(), block.eof());
        String content =
                text == null ? Base64.getEncoder().encodeToString(block.bytes().bytes()) : text.text();
        int length = text == null ? block.bytes().length() : text.length();
        return ToolResult.of(
                content,
                ToolResult.fields(
                        "path", path,
                        "encoding", text == null ? "base64" : "utf-8",
                        "content", content,
                        "offset", offset,
                        "length", length,
                        "file_size", block.fileSize(),
                        "eof", block.eof() && length == block.bytes().length()));
    }

    private static Future<CallToolResult> writeFile(Tool.Call call) {
        Arguments in = call.arguments();
        String path = in.text("path");
        ByteChunk bytes = bytes(in, in.text("content"), in.optionalText("encoding"));
        return call.tools()
                .writeFile(path, bytes, in.flag("create_directories"))
                .map(written -> ToolResult.of(
                        "wrote " + bytes.length() + " bytes",
                        ToolResult.fields("path", path, "length", bytes.length())));
    }

    private static ByteChunk bytes(Arguments in, String content, String encoding) {
        return switch (encoding == null ? "utf-8" : encoding) {
            case "utf-8" -> ByteChunk.of(content.getBytes(StandardCharsets.UTF_8));
            case "base64" -> ofBase64(in, content);
            default -> throw in.wrong("encoding", "utf-8 or base64");
        };
    }

    private static ByteChunk ofBase64(Arguments in, String content) {
        try {
            return ByteChunk.of(Base64.getDecoder().decode(content));
        } catch (IllegalArgumentException e) {
            throw in.wrong("content", "base64, as encoding says");
        }
    }

    private static Future<CallToolResult> listDirectory(Tool.Call call) {
        String path = call.arguments().text("path");
        return call.tools().listDirectory(path).map(entries -> listed(path, entries));
    }

    private static CallToolResult listed(String path, List<Entry> entries) {
        List<Entry> told = entries.stream().limit(MOST_ENTRIES).toList();
        String more = told.size() < entries.size() ? "\n(and " + (entries.size() - told.size()) + " more)" : "";
        return ToolResult.of(
                told.stream()
                                .map(entry -> entry.isDirectory() ? entry.name() + "/" : entry.name())
                                .collect(Collectors.joining("\n"))
                        + more,
                ToolResult.fields(
                        "path",
                        path,
                        "entries",
                        told.stream().map(FileTools::fields).toList(),
                        "truncated",
                        told.size() < entries.size()));
    }

    private static Map<String, Object> fields(Entry entry) {
        String type = entry.isDirectory() ? "directory" : entry.isFile() ? "file" : "other";
        return ToolResult.fields("name", entry.name(), "type", type);
    }
}
