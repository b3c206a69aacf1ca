package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.settings.HostPort;
import dev.skep.incrementor.settings.RedisMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** All sentinels of a primary, asked at once. */
final class Sentinels {
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(600);

    /** Where most have answered, and differ, another is being made the primary: then one that is gone is waited for no longer. */
    private static final Duration DIFFER_WITHIN = Duration.ofMillis(50);

    /** So long they are asked whether they agree by now: they differ for a tenth of a second. */
    private static final Duration AGREE_WITHIN = Duration.ofMillis(300);

    /** One that is gone is not waited for longer behind each write. */
    private static final Duration STAND_WITHIN = Duration.ofMillis(300);

    private final List<Sentinel> sentinels;

    Sentinels(RedisMode.Sentinel mode, Login login) {
        this.sentinels = mode.sentinels().stream()
                .map(address -> new Sentinel(address, mode.primaryName(), login))
                .toList();
    }

    /**
     * Whom they name, at least one; by most first. While they differ, as during a failover, they are asked again for a moment: one
     * whom only the first of them names can have nothing confirmed yet.
     */
    List<HostPort> primaries() throws RedisFailure {
        var deadline = System.nanoTime() + AGREE_WITHIN.toNanos();
        var opinions = opinions();
        while (differ(opinions) && deadline - System.nanoTime() > 0) {
            pause();
            opinions = opinions();
        }
        var named = Opinion.byVotes(opinions);
        if (named.isEmpty()) {
            throw nobodyIsNamed(opinions);
        }
        return named;
    }

    private boolean differ(List<Opinion> opinions) {
        return Opinion.heard(opinions, sentinels.size()) && !Opinion.agreed(opinions, sentinels.size());
    }

    /** Whether most sentinels stand by that primary, and none that answers in time is against it. */
    boolean standBy(HostPort primary) throws RedisFailure {
        var answers = new LinkedBlockingQueue<Word>();
        var asked = sentinels.stream()
                .filter(sentinel -> sentinel.ask(primary, answers::add))
                .count();
        var deadline = System.nanoTime() + STAND_WITHIN.toNanos();
        var words = new ArrayList<Word>();
        while (words.size() < asked && words.stream().noneMatch(Word::isAgainst)) {
            var word = next(answers, deadline - System.nanoTime());
            if (word == null) {
                break;
            }
            words.add(word);
        }
        return Word.approve(words, sentinels.size());
    }

    /** Whom most of all sentinels name at this moment. */
    Optional<HostPort> agreed() throws RedisFailure {
        var opinions = opinions();
        return Opinion.agreed(opinions, sentinels.size())
                ? Optional.of(Opinion.byVotes(opinions).getFirst())
                : Optional.empty();
    }

    /** Of all that can answer, or of those that answered in time, or of a majority that agreed sooner. */
    private List<Opinion> opinions() throws RedisFailure {
        var answers = new LinkedBlockingQueue<Opinion>();
        var asked = sentinels.stream()
                .filter(sentinel -> sentinel.ask(answers::add))
                .count();
        var all = asked > sentinels.size() / 2 ? asked : sentinels.size();
        var deadline = System.nanoTime() + ANSWER_WITHIN.toNanos();
        var opinions = new ArrayList<Opinion>();
        while (opinions.size() < all && !Opinion.agreed(opinions, sentinels.size())) {
            var left = deadline - System.nanoTime();
            var opinion = next(answers, differ(opinions) ? Math.min(left, DIFFER_WITHIN.toNanos()) : left);
            if (opinion == null) {
                break;
            }
            opinions.add(opinion);
        }
        return opinions;
    }

    private static void pause() throws RedisFailure {
        try {
            TimeUnit.NANOSECONDS.sleep(DIFFER_WITHIN.toNanos());
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    private static <T> T next(LinkedBlockingQueue<T> answers, long nanos) throws RedisFailure {
        try {
            return answers.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    private static RedisFailure stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RedisFailure(Kind.UNREACHABLE, "stopped while asking the sentinels", e);
    }

    private static RedisFailure nobodyIsNamed(List<Opinion> opinions) {
        var failures = opinions.stream()
                .map(Opinion::whySilent)
                .flatMap(List::stream)
                .sorted(Comparator.comparing(RedisFailure::getMessage))
                .toList();
        if (failures.isEmpty()) {
            return new RedisFailure(Kind.UNREACHABLE, "no sentinel answered in time", null);
        }
        var why = failures.stream().map(RedisFailure::getMessage).collect(Collectors.joining("; "));
        return new RedisFailure(failures.getFirst().kind(), "no sentinel names a primary: " + why, failures.getFirst());
    }
}
