package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.settings.HostPort;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The questions to one sentinel: over the connection of the one before where that was answered just now, for while a replica is
 * away there is one behind each batch; else over a new one, for the sentinel may have moved since, and nobody would know. The
 * last connection stays open, unused, until the next question. Of one thread at a time.
 */
final class Conversation {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** Shorter than it takes to put another sentinel in the place of one. */
    private static final long JUST_NOW_NANOS = Duration.ofSeconds(1).toNanos();

    /** What is asked; a refusal is an answer. */
    @FunctionalInterface
    interface Question<T> {
        T put(Jedis sentinel);
    }

    private final String name;
    private final HostPort address;
    private final Login login;
    private Optional<Jedis> open = Optional.empty();
    private long answeredAt;

    /**
     * Asks nothing yet.
     *
     * @param name of the sentinel, for errors
     */
    Conversation(String name, HostPort address, Login login) {
        this.name = name;
        this.address = address;
        this.login = login;
    }

    <T> T ask(Question<T> question) throws RedisFailure {
        if (open.isPresent() && System.nanoTime() - answeredAt < JUST_NOW_NANOS) {
            try {
                return put(open.get(), question);
            } catch (JedisConnectionException e) {
                if (e.getCause() instanceof SocketTimeoutException) {
                    throw e; // it is there, and does not answer
                }
            }
        }
        close();
        var anew = login.open(name, address, TIMEOUT);
        open = Optional.of(anew);
        return put(anew, question);
    }

    private <T> T put(Jedis sentinel, Question<T> question) {
        try {
            var answer = question.put(sentinel);
            answeredAt = System.nanoTime();
            return answer;
        } catch (JedisDataException refused) {
            answeredAt = System.nanoTime();
            throw refused;
        } catch (RuntimeException | Error broken) {
            close();
            throw broken;
        }
    }

    private void close() {
        open.ifPresent(jedis -> new JedisLink(name, jedis).close());
        open = Optional.empty();
    }
}
