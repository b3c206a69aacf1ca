package dev.skep.observed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of IPVS in the kernels of the swarm. Without it a service's virtual address and Swarm's routing mesh
 * accept no connection. A service with one task a node looks for it, once: exit 0 where it is there, {@link #NOT_THERE}
 * where it is not. Any other end says nothing: a task that died with its engine did not look.
 */
public sealed interface Kernels {
    /** The service's name in the swarm. */
    String PROBE = "skep-probe";

    /** What the task exits with in a kernel without IPVS; nothing else that ends a task does. */
    int NOT_THERE = 3;

    /** How long a task that could not look is left alone. */
    Duration RETRY = Duration.ofSeconds(15);

    /** Every node has it. */
    record AllHaveIpvs() implements Kernels {}

    /** These nodes (host names) lack it. */
    record Lacking(List<String> nodes) implements Kernels {}

    /** These nodes (host names) have not said yet, the others have it. */
    record Unknown(List<String> nodes) implements Kernels {}

    /** Reads it from the service's tasks. */
    static Kernels of(Observed observed) {
        var lacking = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        var probe = observed.service(PROBE);
        for (var node : observed.nodes()) {
            // A node that is away for a while has the kernel that it had.
            switch (probe.flatMap(p -> lastTask(observed, p, node))
                    .map(Answer::of)
                    .orElse(Answer.NONE)) {
                case THERE -> {}
                case NOT_THERE -> lacking.add(node.hostname());
                case NONE -> {
                    if (node.schedulable()) {
                        unknown.add(node.hostname());
                    }
                }
            }
        }
        if (!lacking.isEmpty()) {
            return new Lacking(List.copyOf(lacking));
        }
        var nobodyAsked = observed.nodes().stream().noneMatch(ObservedNode::schedulable);
        return unknown.isEmpty() && !nobodyAsked ? new AllHaveIpvs() : new Unknown(List.copyOf(unknown));
    }

    /** What one task says. */
    enum Answer {
        THERE,
        NOT_THERE,
        NONE;

        /** A host without the folder of modules (NixOS, say) cannot tell; what needs no IPVS works there as well. */
        private static Answer of(ObservedTask task) {
            return switch (task.state()) {
                case "complete" -> THERE;
                case "failed" -> task.error().contains("non-zero exit (" + Kernels.NOT_THERE + ")") ? NOT_THERE : NONE;
                case "rejected" -> task.error().contains("bind source path does not exist") ? NOT_THERE : NONE;
                default -> NONE;
            };
        }
    }

    /** Whether a task could not even look (its image could not be had, say), a while ago: it wants another try. */
    static boolean stuck(Observed observed) {
        var probe = observed.service(PROBE);
        var aWhileAgo = observed.at().minus(RETRY);
        return probe.isPresent()
                && probe.get()
                        .rollout()
                        .map(r -> r.startedAt().isBefore(aWhileAgo))
                        .orElse(true)
                && observed.nodes().stream()
                        .filter(ObservedNode::schedulable)
                        .flatMap(n -> lastTask(observed, probe.get(), n).stream())
                        .anyMatch(t -> t.ended()
                                && Answer.of(t) == Answer.NONE
                                && t.changedAt().isBefore(aWhileAgo));
    }

    private static Optional<ObservedTask> lastTask(Observed observed, ObservedService probe, ObservedNode node) {
        return observed.tasksOf(probe).stream()
                .filter(t -> t.nodeId().equals(node.id()))
                .max(Comparator.comparing(ObservedTask::changedAt));
    }
}
