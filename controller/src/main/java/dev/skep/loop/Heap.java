package dev.skep.loop;

import java.util.function.LongSupplier;

/**
 * Gives back what a burst has left. The serial collector looks for garbage in the old generation only when that has grown to
 * its limit: what a thousand manifests left when they came would stay for ever.
 */
final class Heap {
    /** What a few passes leave is no reason for a pause. */
    private static final long WORTH_IT = 8L << 20;

    private final LongSupplier size;
    private final Runnable collect;
    private long kept;

    /**
     * Has given nothing back yet.
     *
     * @param size of the heap, in bytes, used or not
     * @param collect makes it as small as it can be
     */
    Heap(LongSupplier size, Runnable collect) {
        this.size = size;
        this.collect = collect;
    }

    /** The one that everything here lives in. */
    static Heap ours() {
        return new Heap(Runtime.getRuntime()::totalMemory, System::gc);
    }

    /** To be called when nobody waits. */
    void giveBack() {
        if (size.getAsLong() - kept > WORTH_IT) {
            collect.run();
            kept = size.getAsLong();
        }
    }
}
