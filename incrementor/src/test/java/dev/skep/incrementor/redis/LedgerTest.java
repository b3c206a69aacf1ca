package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import dev.skep.incrementor.metrics.Metrics;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, two apps, one Redis that dies again and again: the books must balance. */
@RequiresRedis
@Timeout(60)
final class LedgerTest {
    private static final int CLIENTS = 8;
    private static final int KILLS = 3;
    private static final int MANY = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final Queue<Long> numbers = new ConcurrentLinkedQueue<>();
    private final Queue<Outcome> others = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean end = new AtomicBoolean();

    @Test
    void whatWasAnsweredIsCountedOnceThoughRedisIsKilledUnderLoad() throws Exception {
        try (var redis = new RedisServer(folder).start();
                var one = counter(redis);
                var two = counter(redis)) {
            var clients = clients(one, two);
            for (var kill = 0; kill < KILLS; kill++) {
                awaitMoreNumbers();
                redis.kill();
                redis.start();
            }
            awaitMoreNumbers();
            end.set(true);
            for (var client : clients) {
                client.join();
            }
            // Nobody's time ran out, so each request was counted and answered: no number is missing, none doubled.
            assertEquals(List.of(), List.copyOf(others));
            assertEquals(
                    LongStream.rangeClosed(1, numbers.size()).boxed().toList(),
                    numbers.stream().sorted().toList());
            assertEquals(
                    new Outcome.Value(numbers.size()), one.ask(Operation.READ).get());
        }
    }

    @Test
    void startsWithoutRedisAndCountsWhenItComes() throws Exception {
        try (var redis = new RedisServer(folder);
                var counter = counter(redis)) {
            eventually("down", () -> counter.linkState() instanceof LinkState.Down);
            var early = counter.ask(Operation.INCREMENT);
            redis.start();
            assertEquals(new Outcome.Value(1), early.get());
        }
    }

    private void awaitMoreNumbers() throws Exception {
        var before = numbers.size();
        eventually("counting goes on", () -> numbers.size() > before + MANY);
    }

    private List<Thread> clients(Counter one, Counter two) {
        return Stream.generate(() -> List.of(one, two))
                .limit(CLIENTS)
                .flatMap(List::stream)
                .map(counter -> Thread.ofVirtual().start(() -> countOn(counter)))
                .toList();
    }

    private void countOn(Counter counter) {
        while (!end.get()) {
            var outcome = counter.ask(Operation.INCREMENT).join();
            if (outcome instanceof Outcome.Value value) {
                numbers.add(value.number());
            } else {
                others.add(outcome);
            }
        }
    }

    private static Counter counter(RedisServer redis) {
        var connector = new JedisConnector(List.of(new HostPort("127.0.0.1", redis.port())), Optional.empty());
        return new Counter(connector, TIMEOUT, 1_000, new Metrics());
    }
}
