package dev.execbus.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.protocol.ByteChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One {@code process/output}, read without a tree: there are many of them and they are long.
 *
 * @param bytes decoded
 */
record PushedOutput(String processId, long seq, ByteChunk bytes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] START = "{\"method\":\"process/output\",".getBytes(StandardCharsets.UTF_8);

    static boolean is(byte[] message) {
        return message.length > START.length && Arrays.equals(message, 0, START.length, START, 0, START.length);
    }

    static PushedOutput of(byte[] message) throws IOException {
        String processId = null;
        long seq = 0;
        ByteChunk bytes = ByteChunk.EMPTY;
        try (JsonParser parser = JSON.createParser(message)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (name.equals("processId")) {
                        processId = parser.getText();
                    } else if (name.equals("seq")) {
                        seq = parser.getLongValue();
                    } else if (name.equals("chunk") && value == JsonToken.VALUE_STRING) {
                        bytes = ByteChunk.of(parser.getBinaryValue());
                    }
                }
            }
        }
        return new PushedOutput(processId, seq, bytes);
    }

    static JsonNode tree(byte[] message) throws IOException {
        return JSON.readTree(message);
    }
}
