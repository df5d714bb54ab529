package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;

/**
 * Lets a long frame be copied once: the parts that were read stay as they are until all of it is there, and then go into
 * the array that it is handed on in.
 */
final class LongFrames {
    private static final int LONG = 128 << 10;
    /** Parts hold this much on average, or are put together: they may come byte by byte. */
    private static final int LEAST_PART = 16 << 10;
    /** More parts than that average allows; the last part of a frame is short. */
    private static final int SPARE_PARTS = 64;

    private LongFrames() {}

    /** Before anything is read from the socket. */
    static void prepare(Channel channel) {
        WebSocket08FrameDecoder decoder = channel.pipeline().get(WebSocket08FrameDecoder.class);
        if (decoder != null) {
            decoder.setCumulator(LongFrames::append);
            channel.config().setAllocator(new FrameAllocator(channel.alloc()));
        }
    }

    static ByteBuf append(ByteBufAllocator allocator, ByteBuf parts, ByteBuf next) {
        boolean staysApart = parts instanceof CompositeByteBuf composite
                ? composite.numComponents() < SPARE_PARTS + composite.readableBytes() / LEAST_PART
                : parts.readableBytes() + next.readableBytes() > LONG
                        && next.readableBytes() > parts.maxFastWritableBytes();
        return staysApart
                ? ByteToMessageDecoder.COMPOSITE_CUMULATOR.cumulate(allocator, parts, fitting(allocator, next))
                : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, parts, next);
    }

    /** What is kept for a while has no more room than twice its bytes. */
    private static ByteBuf fitting(ByteBufAllocator allocator, ByteBuf part) {
        if (part.readableBytes() >= part.capacity() / 2) {
            return part;
        }
        try {
            return allocator.directBuffer(part.readableBytes()).writeBytes(part);
        } finally {
            part.release();
        }
    }
}
