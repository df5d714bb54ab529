package dev.execbus.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcId;
import java.io.IOException;

/**
 * What a client of Vert.x's bridge sends. Members are null when they are absent; of the headers only one counts.
 *
 * @param body where its bytes are; null unless it is an object
 * @param id of the request that the body is; null if it is none, or not with an id that could be told
 */
record BridgeEnvelope(String type, String address, String replyAddress, String authorization, Slice body, RpcId id) {
    /** Reads over the body but once, and copies nothing of it. */
    static BridgeEnvelope decode(Slice frame) throws MalformedFrameException {
        try (JsonParser parser = BridgeJson.FACTORY.createParser(frame.array(), frame.offset(), frame.length())) {
            return new Reading(parser, frame).envelope();
        } catch (IOException e) {
            throw malformed();
        }
    }

    /** To an address that may do something with it. */
    boolean isSent() {
        return "send".equals(type);
    }

    private static MalformedFrameException malformed() {
        return new MalformedFrameException("expected an envelope");
    }

    private static final class Reading {
        private final JsonParser parser;
        private final Slice frame;
        private String type;
        private String address;
        private String replyAddress;
        private String authorization;
        private Slice body;
        private RpcId id;

        Reading(JsonParser parser, Slice frame) {
            this.parser = parser;
            this.frame = frame;
        }

        BridgeEnvelope envelope() throws IOException, MalformedFrameException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                member(name);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed();
            }
            return new BridgeEnvelope(type, address, replyAddress, authorization, body, id);
        }

        private void member(String name) throws IOException, MalformedFrameException {
            switch (name) {
                case "type" -> type = text();
                case "address" -> address = text();
                case "replyAddress" -> replyAddress = text();
                case "headers" -> headers();
                case "body" -> body();
                default -> parser.skipChildren();
            }
        }

        private String text() throws IOException, MalformedFrameException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> parser.getText();
                case VALUE_NULL -> null;
                default -> throw malformed();
            };
        }

        private void headers() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean counts = parser.currentName().equalsIgnoreCase("Authorization");
                if (parser.nextToken() == JsonToken.VALUE_STRING && counts) {
                    authorization = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void body() throws IOException, MalformedFrameException {
            body = null;
            id = null;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            long from = parser.currentTokenLocation().getByteOffset();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("id");
                parser.nextToken();
                if (isId) {
                    id = id();
                }
                parser.skipChildren();
            }
            long to = parser.currentLocation().getByteOffset();
            if (from < 0 || to < from || to > frame.length()) {
                // Not UTF-8.
                throw malformed();
            }
            body = frame.part((int) from, (int) to);
        }

        private RpcId id() throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> new RpcId.Text(parser.getText());
                case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? null
                            : new RpcId.Numeric(parser.getLongValue());
                default -> null;
            };
        }
    }
}
