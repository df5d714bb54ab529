package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Base64;

/** Base64 by the Java library, which has machine code for it, straight into the frame. */
final class ByteChunkSerializer extends JsonSerializer<ByteChunk> {
    @Override
    public void serialize(ByteChunk chunk, JsonGenerator json, SerializerProvider provider) throws IOException {
        if (json instanceof UTF8JsonGenerator frame) {
            byte[] base64 = Base64.getEncoder().encode(chunk.bytes());
            frame.writeRawUTF8String(base64, 0, base64.length);
        } else {
            json.writeBinary(chunk.bytes());
        }
    }
}
