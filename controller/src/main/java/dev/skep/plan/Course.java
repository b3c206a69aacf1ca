package dev.skep.plan;

import dev.skep.desired.Desired;
import java.util.List;

/**
 * What a manifest comes to.
 *
 * @param desired what the plan leads to: what the manifest asks for, or where that failed and is taken back, what runs again
 */
public record Course(Desired desired, Plan plan) {
    /** The same with other steps done first. */
    Course after(List<Step> first) {
        return new Course(desired, plan.after(first));
    }
}
