package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteChunkSerializerTest {
    private static final int SLICE = 24 << 10;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, SLICE - 1, SLICE, SLICE + 1, 2 * SLICE, 2 * SLICE + 2, 1 << 20})
    void writesOneTextHoweverLong(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        ReadBlockResponse response = new ReadBlockResponse(ByteChunk.of(bytes), true);
        String expected =
                "{\"id\":7,\"result\":{\"chunk\":\"" + Base64.getEncoder().encodeToString(bytes) + "\",\"eof\":true}}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        RpcFrames.response(new RpcId.Numeric(7), response, out);

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(expected);
        assertThat(new String(RpcFrames.response(new RpcId.Numeric(7), response), StandardCharsets.US_ASCII))
                .isEqualTo(expected);
        assertThat(RpcFrames.room(response)).isGreaterThanOrEqualTo(expected.length());
    }
}
