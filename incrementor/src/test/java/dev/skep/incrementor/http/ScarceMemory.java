package dev.skep.incrementor.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;

/** Memory that may lack for an answer, as direct memory does where many clients take their answers slowly. */
final class ScarceMemory extends AbstractByteBufAllocator {
    private final AtomicInteger denied = new AtomicInteger();

    ScarceMemory() {
        super(false);
    }

    /** So many answers from now on get none. */
    void lack(int answers) {
        denied.set(answers);
    }

    /** Asked for by who writes an answer; a read asks for a buffer that suits the network. */
    @Override
    public ByteBuf buffer(int size) {
        if (denied.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new OutOfMemoryError("no memory for an answer");
        }
        return super.buffer(size);
    }

    @Override
    protected ByteBuf newHeapBuffer(int size, int longest) {
        return UnpooledByteBufAllocator.DEFAULT.heapBuffer(size, longest);
    }

    @Override
    protected ByteBuf newDirectBuffer(int size, int longest) {
        return UnpooledByteBufAllocator.DEFAULT.directBuffer(size, longest);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }
}
