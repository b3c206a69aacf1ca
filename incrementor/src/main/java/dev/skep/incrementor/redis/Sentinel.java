package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.settings.HostPort;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One sentinel, asked in a thread of its own and once at a time: Docker's DNS may take ten seconds to say that it does
 * not know the name of a service without a task, and nothing can interrupt that.
 */
final class Sentinel {
    private final String name;
    private final String primaryName;
    private final Conversation conversation;
    /** Hands the conversation from one thread to the next. */
    private final AtomicBoolean asked = new AtomicBoolean();

    Sentinel(HostPort address, String primaryName, Login login) {
        this.name = "the sentinel at " + address;
        this.primaryName = primaryName;
        this.conversation = new Conversation(name, address, login);
    }

    /**
     * Lets know whom it names, some time.
     *
     * @return whether it was asked: not when it has not yet answered the question before
     */
    boolean ask(Consumer<Opinion> listener) {
        return ask(this::opinion, listener);
    }

    /**
     * Lets know what it says of that primary.
     *
     * @return whether it was asked: not when it has not yet answered the question before
     */
    boolean ask(HostPort primary, Consumer<Word> listener) {
        return ask(() -> word(primary), listener);
    }

    private <T> boolean ask(Supplier<T> question, Consumer<T> listener) {
        if (!asked.compareAndSet(false, true)) {
            return false;
        }
        Thread.ofPlatform().daemon().name("ask-sentinel").start(() -> {
            T answer;
            try {
                answer = question.get();
            } finally {
                asked.set(false);
            }
            listener.accept(answer);
        });
        return true;
    }

    private Word word(HostPort primary) {
        try {
            return conversation.ask(sentinel -> {
                var known = sentinel.sentinelMaster(primaryName);
                return Word.of(primary, sentinel.sentinelGetMasterAddrByName(primaryName), known);
            });
        } catch (RedisFailure | RuntimeException silent) {
            return Word.NONE; // an odd answer is none, and none is for the primary
        }
    }

    private Opinion opinion() {
        try {
            return conversation.ask(sentinel -> opinion(sentinel.sentinelGetMasterAddrByName(primaryName)));
        } catch (RedisFailure failure) {
            return new Opinion.Silent(failure);
        } catch (JedisException e) {
            return new Opinion.Silent(Failures.notReady(name, e));
        }
    }

    private Opinion opinion(List<String> primary) {
        return primary == null
                ? new Opinion.Silent(
                        new RedisFailure(Kind.UNREACHABLE, name + " knows no primary " + primaryName, null))
                : new Opinion.Names(new HostPort(primary.get(0), Integer.parseInt(primary.get(1))));
    }
}
