package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.settings.HostPort;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection to a primary that is being made, in a thread of its own: where that primary is dead it takes as long as it
 * may, and meanwhile another may be elected.
 */
final class Opening {
    /** So often the sentinels are asked whom they name by now. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    /** How it is made. */
    @FunctionalInterface
    interface Way {
        RedisLink open(HostPort node) throws RedisFailure;
    }

    /** What became of it. */
    sealed interface End {
        /** It is made. */
        record Made(RedisLink link) implements End {}

        /** It could not be made. */
        record Failed(RedisFailure why) implements End {}

        /** It was given up: most sentinels name another. */
        record Supplanted(HostPort by) implements End {}
    }

    private final HostPort node;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    private Opening(HostPort node) {
        this.node = node;
    }

    static Opening of(HostPort node, Way way) {
        var opening = new Opening(node);
        Thread.ofPlatform().daemon().name("open-primary").start(() -> opening.make(way));
        return opening;
    }

    private void make(Way way) {
        try {
            var link = way.open(node);
            if (!end.complete(new End.Made(link))) {
                link.close();
            }
        } catch (RedisFailure failure) {
            end.complete(new End.Failed(failure));
        } catch (RuntimeException | Error mistake) {
            end.completeExceptionally(mistake);
        }
    }

    /** Waits until it is over. */
    End await(Sentinels sentinels) throws RedisFailure {
        try {
            while (true) {
                var over = within(ASK_AGAIN);
                if (over.isPresent()) {
                    return over.get();
                }
                sentinels
                        .agreed()
                        .filter(named -> !named.equals(node))
                        .ifPresent(named -> end.complete(new End.Supplanted(named)));
            }
        } finally {
            end.cancel(false); // whoever stopped waiting leaves no connection behind
        }
    }

    private Optional<End> within(Duration time) throws RedisFailure {
        try {
            return Optional.of(end.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisFailure(Kind.UNREACHABLE, "stopped while connecting to Redis at " + node, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("connecting to Redis at " + node, e.getCause());
        }
    }
}
