package dev.execbus.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads what a peer says on the event bus, messages with their length in four bytes before them, and hands on each in one
 * array. Vert.x takes messages from any parts, but puts parts together by copying them again and again. Messages above
 * {@link #LONGEST} it gets as they came: what a peer promises costs no more than that.
 */
final class WholeMessages extends ChannelInboundHandlerAdapter {
    /** Above what a worker sends of a process at once, and what most other messages have. */
    static final int LONGEST = 2 << 20;

    private static final ByteBufAllocator ARRAYS = UnpooledByteBufAllocator.DEFAULT;

    private final Function<ChannelPipeline, Consumer<ByteBuf>> receivers;
    private Consumer<ByteBuf> receiver;
    /** Null between messages. */
    private ByteBuf message;
    /** The first bytes of a length that was cut; null otherwise. */
    private ByteBuf length;
    /** Bytes that still belong to a message above the longest. */
    private long passing;

    /** @param receivers who takes messages behind a pipeline, without their length; null for nobody: they pass as they came */
    WholeMessages(Function<ChannelPipeline, Consumer<ByteBuf>> receivers) {
        this.receivers = receivers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        if (receiver == null) {
            receiver = receivers.apply(context.pipeline());
        }
        if (receiver == null) {
            context.pipeline().remove(this);
        }
        if (receiver == null || !(received instanceof ByteBuf part)) {
            context.fireChannelRead(received);
            return;
        }
        try {
            while (part.isReadable()) {
                read(context, part);
            }
        } finally {
            part.release();
        }
        // Others want to know that something came.
        context.fireChannelRead(Unpooled.EMPTY_BUFFER);
    }

    private void read(ChannelHandlerContext context, ByteBuf part) {
        if (passing > 0) {
            int count = (int) Math.min(passing, part.readableBytes());
            passing -= count;
            context.fireChannelRead(part.readRetainedSlice(count));
        } else if (message != null) {
            message.writeBytes(part, Math.min(part.readableBytes(), message.writableBytes()));
            if (!message.isWritable()) {
                ByteBuf whole = message;
                message = null;
                receiver.accept(whole);
            }
        } else if (length == null && part.readableBytes() >= Integer.BYTES) {
            begin(context, part.readInt());
        } else {
            readLength(context, part);
        }
    }

    private void readLength(ChannelHandlerContext context, ByteBuf part) {
        if (length == null) {
            length = Unpooled.buffer(Integer.BYTES, Integer.BYTES);
        }
        length.writeBytes(part, Math.min(part.readableBytes(), length.writableBytes()));
        if (!length.isWritable()) {
            int known = length.readInt();
            length = null;
            begin(context, known);
        }
    }

    private void begin(ChannelHandlerContext context, int bytes) {
        if (bytes > 0 && bytes <= LONGEST) {
            message = ARRAYS.heapBuffer(bytes, bytes);
        } else {
            // Nothing of a peer has no length or one with a sign, and what follows cannot be told apart.
            passing = bytes > 0 ? bytes : Long.MAX_VALUE;
            context.fireChannelRead(Unpooled.buffer(Integer.BYTES).writeInt(bytes));
        }
    }
}
