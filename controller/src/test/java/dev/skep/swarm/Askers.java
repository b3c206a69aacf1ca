package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Some who ask the same at the same time. */
final class Askers<T> {
    private static final long MINUTE = 60;
    private static final Set<Thread.State> WAITS = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final List<FutureTask<T>> answers;

    private Askers(List<FutureTask<T>> answers) {
        this.answers = answers;
    }

    /** Begins to ask, and answers when all of them wait for an answer. */
    static <T> Askers<T> thatWait(int number, Callable<T> question) throws InterruptedException {
        var answers =
                Stream.generate(() -> new FutureTask<>(question)).limit(number).toList();
        var threads = answers.stream().map(Thread.ofVirtual()::start).toList();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MINUTE);
        while (!threads.stream().allMatch(t -> WAITS.contains(t.getState()))) {
            assertTrue(System.nanoTime() < end, "all wait");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return new Askers<>(answers);
    }

    /** What each of them got. */
    List<T> answers() throws Exception {
        for (var answer : answers) {
            answer.get(MINUTE, TimeUnit.SECONDS);
        }
        return answers.stream().map(FutureTask::resultNow).toList();
    }
}
