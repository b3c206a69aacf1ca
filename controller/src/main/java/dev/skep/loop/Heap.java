package dev.skep.loop;

import java.util.function.LongSupplier;

/**
 * Gives back what a burst leaves. The serial collector looks for garbage in the old generation only when that has grown to
 * its limit: what a thousand manifests leave when they come would grow to it, and stay for ever.
 */
final class Heap {
    /** What a few passes leave is no reason for a pause. */
    private static final long WORTH_IT = 8L << 20;

    /** Nor is such a part of what is kept, where that is much: looking through it takes the longer. */
    private static final int PART = 4;

    private final LongSupplier size;
    private final Runnable collect;
    private long kept;

    /**
     * Keeps what is there now.
     *
     * @param size of the heap, in bytes, used or not
     * @param collect makes it as small as it can be
     */
    Heap(LongSupplier size, Runnable collect) {
        this.size = size;
        this.collect = collect;
        this.kept = size.getAsLong();
    }

    /** The one that everything here lives in. */
    static Heap ours() {
        return new Heap(Runtime.getRuntime()::totalMemory, System::gc);
    }

    /** To be called when nobody waits: what is worth a pause goes. */
    void giveBack() {
        collectAbove(kept + WORTH_IT);
    }

    /**
     * To be called in the midst of it, but not in the turn that somebody woke who saved a file: it does not grow far beyond what
     * is needed, however much there is to do.
     */
    void holdDown() {
        collectAbove(kept + Math.max(2 * WORTH_IT, kept / PART));
    }

    private void collectAbove(long much) {
        if (size.getAsLong() > much) {
            collect.run();
            kept = size.getAsLong();
        }
    }
}
