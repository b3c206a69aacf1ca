package dev.skep.bench.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work that puts its things in order when the user interrupts the command: the thread that works is interrupted, and the
 * program ends only when that thread has left its {@code finally} blocks behind it.
 */
public final class Interruptible {
    /** A manifest that goes takes its services with it, each within its grace period. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Interruptible() {}

    /** Does the work; the hook is gone afterwards. */
    public static <T> T call(Callable<T> work) throws Exception {
        var worker = Thread.currentThread();
        var ended = new CountDownLatch(1);
        var hook = new Thread(() -> interrupt(worker, ended), "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    /** Something to put in order; it is done whole, even if the interrupt came just before. */
    public interface Tidying {
        void run() throws Exception;
    }

    /** Puts something in order. The program is told only once to end, so nothing disturbs it. */
    public static void undisturbed(Tidying tidying) throws Exception {
        boolean interrupted = Thread.interrupted();
        try {
            tidying.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void interrupt(Thread worker, CountDownLatch ended) {
        worker.interrupt();
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("skep bench: not all could be put in order within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        if (!hook.isAlive()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The program is ending already, and the hook has been let go.
                return;
            }
        }
    }
}
