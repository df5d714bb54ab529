package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Base64 by the Java library, which has machine code for it, straight into the frame. */
final class ByteChunkSerializer extends JsonSerializer<ByteChunk> {
    /** A multiple of three, so that only the last slice is padded. */
    private static final int SLICE = 24 << 10;

    @Override
    public void serialize(ByteChunk chunk, JsonGenerator json, SerializerProvider provider) throws IOException {
        if (!(json instanceof UTF8JsonGenerator frame)) {
            json.writeBinary(chunk.bytes());
        } else if (chunk.length() <= SLICE) {
            byte[] base64 = Base64.getEncoder().encode(chunk.bytes());
            frame.writeRawUTF8String(base64, 0, base64.length);
        } else {
            writeLong(chunk.bytes(), frame);
        }
    }

    /** In slices, so that what is encoded is still in the processor's cache when it is copied into the frame. */
    private static void writeLong(byte[] bytes, UTF8JsonGenerator frame) throws IOException {
        frame.writeRawValue("\"");
        frame.flush();
        OutputStream out = (OutputStream) frame.getOutputTarget();
        for (int at = 0; at < bytes.length; at += SLICE) {
            out.write(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + SLICE))));
        }
        frame.writeRaw('"');
    }
}
