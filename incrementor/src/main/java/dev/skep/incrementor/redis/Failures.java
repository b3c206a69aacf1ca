package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Says what an error of Redis or of the way to it means for the counter. */
final class Failures {
    /** Codes stand first, or, from Redis 6, after the script's own prefix. */
    private static final Pattern UNAUTHENTICATED =
            Pattern.compile("\\b(NOAUTH|WRONGPASS|NOPERM)\\b|AUTH <password> called without");

    private static final Pattern UNWRITABLE = Pattern.compile(
            "\\b(READONLY|LOADING|MASTERDOWN|MISCONF|NOREPLICAS|OOM|BUSY|TRYAGAIN|CLUSTERDOWN|SKEPCLOSED|UNBLOCKED)\\b");

    /** What Redis 7 adds to an error inside a script; of no use to a reader. */
    private static final Pattern SCRIPT_POSITION = Pattern.compile(",? script: [0-9a-f]+, on @user_script:\\d+\\.?");

    private Failures() {}

    static RedisFailure of(String redis, JedisException e) {
        return switch (e) {
            case JedisConnectionException lost ->
                new RedisFailure(Kind.UNREACHABLE, redis + " cannot be reached: " + rootCause(lost), lost);
            case JedisDataException answer -> ofAnswer(redis, answer);
            default -> new RedisFailure(Kind.UNREACHABLE, redis + ": " + rootCause(e), e);
        };
    }

    /** For calls that are no request of a client: whatever Redis answers means that it is not ready. */
    static RedisFailure notReady(String redis, JedisException e) {
        var failure = of(redis, e);
        return switch (failure.kind()) {
            case UNUSABLE -> new RedisFailure(Kind.UNWRITABLE, failure.getMessage(), e);
            case UNREACHABLE, UNAUTHENTICATED, UNWRITABLE -> failure;
        };
    }

    private static RedisFailure ofAnswer(String redis, JedisDataException e) {
        var answer = SCRIPT_POSITION.matcher(String.valueOf(e.getMessage())).replaceAll("");
        if (UNAUTHENTICATED.matcher(answer).find()) {
            return new RedisFailure(
                    Kind.UNAUTHENTICATED, redis + " refused the authentication, check the password: " + answer, e);
        }
        if (UNWRITABLE.matcher(answer).find()) {
            return new RedisFailure(Kind.UNWRITABLE, redis + " takes no writes: " + answer, e);
        }
        return new RedisFailure(Kind.UNUSABLE, redis + " refused: " + answer, e);
    }

    /** Jedis tries every address of a name and keeps what went wrong as suppressed. */
    private static String rootCause(Throwable e) {
        if (e.getCause() != null) {
            return rootCause(e.getCause());
        }
        if (e.getSuppressed().length > 0) {
            return rootCause(e.getSuppressed()[0]);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
