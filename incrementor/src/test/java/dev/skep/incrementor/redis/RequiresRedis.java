package dev.skep.incrementor.redis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs where redis-server is installed; elsewhere it is skipped, or fails when SKEP_REQUIRE_REDIS=1 says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("redis")
@ExtendWith(RequiresRedis.Condition.class)
public @interface RequiresRedis {
    /** Looks for the program. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (RedisServer.installed()) {
                return ConditionEvaluationResult.enabled("redis-server is on the PATH");
            }
            if ("1".equals(System.getenv("SKEP_REQUIRE_REDIS"))) {
                throw new IllegalStateException("SKEP_REQUIRE_REDIS=1, but redis-server is not on the PATH");
            }
            return ConditionEvaluationResult.disabled("redis-server is not on the PATH");
        }
    }
}
