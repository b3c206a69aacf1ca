package dev.skep.act;

import dev.skep.observed.ObservedGroup;
import dev.skep.plan.HealStep;
import dev.skep.plan.Health;
import java.util.List;
import java.util.Optional;

/**
 * What became of looking at a group.
 *
 * @param group as it was before
 * @param done what was said to whom
 * @param failing the lines of what healthy means that did not hold when it was looked at
 * @param failure why a step was not done, and so none after it
 */
public record Healed(ObservedGroup group, List<HealStep> done, List<Health> failing, Optional<String> failure) {}
