package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.util.Base64;

/** A text that is base64 and is decoded already; whoever wants the text itself gets it made anew. */
final class Base64Node extends ValueNode {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial")
    private final ByteChunk chunk;

    Base64Node(ByteChunk chunk) {
        this.chunk = chunk;
    }

    ByteChunk chunk() {
        return chunk;
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.STRING;
    }

    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_STRING;
    }

    /** Base64 of some bytes is one text only. */
    @Override
    public String textValue() {
        return Base64.getEncoder().encodeToString(chunk.bytes());
    }

    @Override
    public String asText() {
        return textValue();
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(textValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNode node && node.isTextual() && textValue().equals(node.textValue());
    }

    @Override
    public int hashCode() {
        return textValue().hashCode();
    }
}
