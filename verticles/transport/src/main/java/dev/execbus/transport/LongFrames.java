package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;

/**
 * Puts the parts of a long frame together with fewer copies than by doubling the room for them each time. What is not long
 * yet gets no more room than before.
 */
final class LongFrames {
    private static final int LONG = 128 << 10;
    private static final int LARGEST_STEP = 2 << 20;

    private LongFrames() {}

    /** Before anything is read from the socket. */
    static void prepare(ChannelPipeline pipeline) {
        WebSocket08FrameDecoder decoder = pipeline.get(WebSocket08FrameDecoder.class);
        if (decoder != null) {
            decoder.setCumulator(LongFrames::append);
        }
    }

    static ByteBuf append(ByteBufAllocator allocator, ByteBuf parts, ByteBuf next) {
        int needed = parts.readableBytes() + next.readableBytes();
        ByteBuf roomy = parts;
        if (needed > LONG && needed < LARGEST_STEP && needed > parts.capacity()) {
            roomy = allocator.directBuffer(Math.min(LARGEST_STEP, 8 * needed));
            roomy.writeBytes(parts);
            parts.release();
        }
        return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, roomy, next);
    }
}
