package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Time, chance and the thread of a writer: all that decides beside requests and Redis what it does, and when. A test brings
 * one that makes each run repeatable, and in which an hour is over at once.
 */
interface Timing {
    /** What holds outside of tests. */
    Timing REAL = new RealTiming();

    /** Begins this work, in a thread as this manner wants it. */
    Thread start(Manner manner, Runnable work);

    /** Nanoseconds since any moment. */
    long nanoTime();

    /** A number from 0 to 1. */
    double random();

    /** Lets so much time pass. */
    void sleep(Duration time) throws InterruptedException;

    /** Waits until somebody wakes this thread, or did since it was here last; not longer than this, and maybe shorter. */
    void park(Duration longest) throws InterruptedException;

    /** Lets others go first who have something to do at this moment. */
    void giveWay();

    /** Wakes a thread that parks, or that will. */
    void wake(Thread thread);

    /** The answer, or that it is late when there is none by then. */
    CompletableFuture<Outcome> within(Duration timeout, CompletableFuture<Outcome> answer);
}
