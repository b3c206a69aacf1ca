package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.Labels;
import dev.skep.observed.Rollout;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Moves tasks on by one step: the old end, the new start, a bad image fails and pauses its rollout. */
final class FakeScheduler {
    /** An engine stops a container two seconds after it was told to, for by then nobody finds it by its name any more. */
    private static final int GOSSIP = 20;

    private final Map<String, FakeNode> nodes;
    private final Set<String> badImages = new HashSet<>();
    private final Set<String> slowImages = new HashSet<>();
    private final Set<String> emptied = new HashSet<>();
    private boolean highSlots;
    private long lastTask;
    private Predicate<FakeTask> healthy = _ -> true;

    FakeScheduler(Collection<FakeNode> nodes) {
        this.nodes = nodes.stream()
                .collect(Collectors.toMap(FakeNode::id, n -> n, (first, second) -> first, LinkedHashMap::new));
    }

    /** How many tasks there ever were. */
    long tasksEver() {
        return lastTask;
    }

    /** What must be so before a task that starts is running. */
    void healthy(Predicate<FakeTask> check) {
        healthy = check;
    }

    void keepHighSlots() {
        highSlots = true;
    }

    void bad(String image) {
        badImages.add(image);
    }

    /** Swarm starts what has ended again, also where it has stopped the update. */
    void good(String image, Collection<FakeService> services, Instant now) {
        badImages.remove(image);
        services.stream()
                .flatMap(s -> s.tasks().stream())
                .filter(t -> t.wanted() && t.is("failed") && isOneOf(Set.of(image), imageOf(t)))
                .forEach(t -> t.become("preparing", "", now));
    }

    private static String imageOf(FakeTask task) {
        return task.template().path("ContainerSpec").path("Image").asText();
    }

    /** Somebody deletes what is in a volume, and ends the Redis that uses it. */
    void empty(FakeService service, Instant now) {
        emptied.add(service.name());
        service.tasks().forEach(t -> t.become("preparing", "", now));
    }

    /** One more in the slot of its first task, that runs already. */
    void twice(FakeService service, Instant now) {
        var first = service.tasks().getFirst();
        var second = new FakeTask("task-" + ++lastTask, first.slot(), first.nodeId(), service, now);
        second.become("running", "", now);
        service.tasks().add(second);
    }

    /** As swarmkit's updater does, whatever was written: of a slot with several tasks one goes on. */
    void written(FakeService service) {
        var kept = new HashSet<String>();
        service.tasks().stream()
                .filter(FakeTask::wanted)
                .filter(t -> !kept.add(t.slot()))
                .forEach(t -> t.end("shutdown"));
    }

    void slow(String image) {
        slowImages.add(image);
    }

    void quick(String image) {
        slowImages.remove(image);
    }

    void tick(FakeService service, Instant now) {
        var tasks = service.tasks();
        tasks.removeIf(t -> !t.wanted()
                && !t.lingers()
                && !t.remembered()
                && nodeOf(t).map(FakeNode::isReady).orElse(true));
        if (emptied.contains(service.name())) {
            tasks.forEach(t -> startedOnNothing(t, service, now));
        }
        tasks.forEach(t -> started(t, service, now));
        var slots = slots(service);
        tasks.stream().filter(t -> t.wanted() && onDrainedNode(t)).forEach(t -> t.endAfter(GOSSIP));
        tasks.stream().filter(t -> t.wanted() && !stays(t, slots)).forEach(t -> t.end("shutdown"));
        if (!service.rollsOut(Rollout.State.PAUSED)) {
            replaceOld(service, now);
        }
        slots.forEach((slot, node) -> {
            if (tasks.stream().noneMatch(t -> t.wanted() && t.slot().equals(slot))) {
                tasks.add(new FakeTask("task-" + ++lastTask, slot, node, service, now));
            }
        });
        judge(service, now);
    }

    /** As start-member.sh does: held as long as the service says that there are data, and tried again. */
    private void startedOnNothing(FakeTask task, FakeService service, Instant now) {
        if (service.spec().path("Labels").has(Labels.DATA)) {
            task.become("failed", "task: non-zero exit (78)", now);
        } else {
            emptied.remove(service.name());
            task.become("preparing", "", now);
        }
    }

    private void started(FakeTask task, FakeService service, Instant now) {
        var container = task.template().path("ContainerSpec");
        var image = container.path("Image").asText();
        if (!task.is("preparing") || isOneOf(slowImages, image) || !healthy.test(task)) {
            return;
        }
        var node = nodes.get(task.nodeId());
        if (isOneOf(badImages, image)) {
            fail(task, service, now);
        } else if (container.path("Command").toString().contains("ip_vs")) {
            task.become(node.hasIpvs() ? "complete" : "failed", node.hasIpvs() ? "" : "task: non-zero exit (3)", now);
        } else {
            task.become("running", "", now);
        }
    }

    /** Swarm tries what it has just made again, as it does for ever; once is enough here. What is updated it stops at the first. */
    private static void fail(FakeTask task, FakeService service, Instant now) {
        if (service.neverUpdated() && service.tasks().stream().noneMatch(FakeTask::remembered)) {
            task.passInto("task: non-zero exit (1)", now);
        } else {
            task.become("failed", "task: non-zero exit (1)", now);
        }
    }

    private static boolean isOneOf(Set<String> tags, String image) {
        return tags.stream().anyMatch(tag -> image.equals(tag) || image.startsWith(tag + "@"));
    }

    /** Where each slot's task is to run; an empty node where none suits. */
    private Map<String, String> slots(FakeService service) {
        var suitable = nodes.values().stream()
                .filter(FakeNode::schedulable)
                .filter(n -> constraints(service.template()).stream().allMatch(n::satisfies))
                .map(FakeNode::id)
                .toList();
        var slots = new LinkedHashMap<String, String>();
        var mode = service.spec().path("Mode");
        if (!mode.has("Replicated")) {
            suitable.forEach(id -> slots.put(id, id));
            return slots;
        }
        numbers(service, mode.path("Replicated").path("Replicas").asInt())
                .forEach(i -> slots.put("" + i, suitable.isEmpty() ? "" : suitable.get((i - 1) % suitable.size())));
        return slots;
    }

    /** The lowest, or those that tasks are in, the highest first, and as many more as are missing. */
    private Stream<Integer> numbers(FakeService service, int replicas) {
        var lowest = IntStream.iterate(1, i -> i + 1).boxed();
        if (!highSlots) {
            return lowest.limit(replicas);
        }
        var taken = service.tasks().stream()
                .filter(FakeTask::wanted)
                .map(t -> Integer.valueOf(t.slot()))
                .sorted(Comparator.reverseOrder());
        return Stream.concat(taken, lowest).distinct().limit(replicas);
    }

    private static List<String> constraints(ObjectNode template) {
        return template.path("Placement")
                .path("Constraints")
                .valueStream()
                .map(c -> c.asText())
                .toList();
    }

    private boolean stays(FakeTask task, Map<String, String> slots) {
        var wantedNode = slots.get(task.slot());
        var nodeSuits = nodeOf(task).map(FakeNode::isReady).orElse("".equals(wantedNode));
        return keptByPausedNode(task) || (wantedNode != null && nodeSuits);
    }

    private boolean onDrainedNode(FakeTask task) {
        return nodeOf(task).filter(FakeNode::drained).isPresent();
    }

    /** It keeps the task of a global service as it is, and gets no other. */
    private boolean keptByPausedNode(FakeTask task) {
        return nodeOf(task)
                .filter(n -> n.paused() && task.slot().equals(n.id()))
                .isPresent();
    }

    private Optional<FakeNode> nodeOf(FakeTask task) {
        return Optional.ofNullable(nodes.get(task.nodeId()));
    }

    private void replaceOld(FakeService service, Instant now) {
        var old = service.tasks().stream()
                .filter(t -> t.wanted() && !t.template().equals(service.template()))
                .filter(t -> !keptByPausedNode(t))
                .toList();
        if (old.isEmpty()) {
            return;
        }
        service.rollout(Rollout.State.UPDATING, now, "update in progress");
        var image = service.template().path("ContainerSpec").path("Image").asText();
        // Of a bad one only the first is tried.
        old.stream().limit(isOneOf(badImages, image) ? 1 : old.size()).forEach(t -> t.end("shutdown"));
    }

    private static void judge(FakeService service, Instant now) {
        if (!service.rollsOut(Rollout.State.UPDATING)) {
            return;
        }
        var current =
                service.tasks().stream().filter(t -> t.wanted() && t.template().equals(service.template()));
        if (service.tasks().stream().anyMatch(t -> t.wanted() && t.is("failed"))) {
            service.rollout(Rollout.State.PAUSED, now, "update paused due to failure or early termination of task");
        } else if (current.noneMatch(t -> t.is("preparing"))) {
            service.rollout(Rollout.State.COMPLETED, now, "update completed");
        }
    }
}
