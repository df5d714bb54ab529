package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;

/** Base64 by the house's rules. */
final class ByteChunkDeserializer extends JsonDeserializer<ByteChunk> {
    @Override
    public ByteChunk deserialize(JsonParser json, DeserializationContext context) throws IOException {
        String text = json.getText();
        try {
            return Base64Text.decode(text);
        } catch (IllegalArgumentException e) {
            // Without the text: it is somebody's output.
            throw context.weirdStringException("", ByteChunk.class, e.getMessage());
        }
    }
}
