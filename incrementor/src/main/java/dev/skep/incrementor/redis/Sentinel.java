package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.settings.HostPort;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One sentinel, asked in a thread of its own and once at a time: Docker's DNS may take ten seconds to say that it does
 * not know the name of a service without a task, and nothing can interrupt that.
 */
final class Sentinel {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final HostPort address;
    private final String primaryName;
    private final Login login;
    private final AtomicBoolean asked = new AtomicBoolean();

    Sentinel(HostPort address, String primaryName, Login login) {
        this.address = address;
        this.primaryName = primaryName;
        this.login = login;
    }

    /** Lets know what it says, some time; not at all when it has not yet answered the question before. */
    void ask(Consumer<Opinion> listener) {
        if (asked.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("ask-sentinel").start(() -> {
                var opinion = opinion();
                asked.set(false);
                listener.accept(opinion);
            });
        }
    }

    private Opinion opinion() {
        var name = "the sentinel at " + address;
        try (var jedis = login.open(name, address, TIMEOUT)) {
            var primary = jedis.sentinelGetMasterAddrByName(primaryName);
            return primary == null
                    ? new Opinion.Silent(
                            new RedisFailure(Kind.UNREACHABLE, name + " knows no primary " + primaryName, null))
                    : new Opinion.Names(new HostPort(primary.get(0), Integer.parseInt(primary.get(1))));
        } catch (RedisFailure failure) {
            return new Opinion.Silent(failure);
        } catch (JedisException e) {
            return new Opinion.Silent(Failures.notReady(name, e));
        }
    }
}
