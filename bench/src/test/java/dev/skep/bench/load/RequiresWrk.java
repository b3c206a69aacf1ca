package dev.skep.bench.load;

import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Tool;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs where wrk is installed; elsewhere it is skipped, or fails when SKEP_REQUIRE_WRK=1 says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresWrk.Condition.class)
@interface RequiresWrk {
    /** For JUnit. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                Tool.require(Tool.WRK);
                return ConditionEvaluationResult.enabled("wrk is here");
            } catch (BenchException e) {
                if ("1".equals(System.getenv("SKEP_REQUIRE_WRK"))) {
                    throw e;
                }
                return ConditionEvaluationResult.disabled(e.getMessage());
            }
        }
    }
}
