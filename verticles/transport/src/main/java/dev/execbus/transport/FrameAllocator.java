package dev.execbus.transport;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Has the payload of a received frame put where it stays: into an array. Vert.x copies what comes from a pool, and what
 * comes from here not. All else is from the channel's own allocator.
 */
final class FrameAllocator extends AbstractByteBufAllocator {
    /** Longer than the head of a frame that is sent, which is asked for in the same way. */
    private static final int PAYLOAD = 64;

    private static final ByteBufAllocator ARRAYS = new UnpooledByteBufAllocator(false, true);

    private final ByteBufAllocator pool;

    FrameAllocator(ByteBufAllocator pool) {
        super(true);
        this.pool = pool;
    }

    @Override
    public ByteBuf buffer(int capacity) {
        if (capacity < PAYLOAD) {
            return super.buffer(capacity);
        }
        return SpareArray.isFor(capacity) ? SpareArray.take(capacity) : ARRAYS.heapBuffer(capacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int capacity, int largest) {
        return pool.heapBuffer(capacity, largest);
    }

    @Override
    protected ByteBuf newDirectBuffer(int capacity, int largest) {
        return pool.directBuffer(capacity, largest);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }
}
