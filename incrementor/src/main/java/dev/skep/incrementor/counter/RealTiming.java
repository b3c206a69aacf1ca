package dev.skep.incrementor.counter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The clock of this machine. */
final class RealTiming implements Timing {
    @Override
    public Thread start(Manner manner, Runnable work) {
        var thread = manner.thread(work);
        thread.start();
        return thread;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public void park(Duration longest) throws InterruptedException {
        LockSupport.parkNanos(this, longest.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** A hint, on which nothing but the size of batches depends. */
    @Override
    @SuppressWarnings("ThreadPriorityCheck")
    public void giveWay() {
        Thread.yield();
    }

    @Override
    public void wake(Thread thread) {
        LockSupport.unpark(thread);
    }

    @Override
    public CompletableFuture<Outcome> within(Duration timeout, CompletableFuture<Outcome> answer) {
        return answer.completeOnTimeout(new Outcome.Late(), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
