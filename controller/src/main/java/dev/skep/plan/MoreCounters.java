package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedShare;
import dev.skep.plan.Stage.Allowed;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks of the app that would count each in a shard of its own: there are no more of them than before until every shard knows
 * whom a sum consists of (docs/decisions/0028). All else of the app is changed meanwhile.
 */
record MoreCounters(Desired desired, Observed observed, Stage stage) {
    /**
     * What is made where there are counts already: with as many tasks as all know of, for then somebody counts. One may always
     * count: the first shard is on every list, and where there is none, no sum is told.
     */
    DesiredService begun(DesiredService service) {
        if (!concerns(service) || Data.volumes(desired.name(), observed).isEmpty()) {
            return service;
        }
        var tasks = Math.clamp(known(), 1, Math.max(1, observed.wanted(service.spec())));
        return tasks < observed.wanted(service.spec()) ? with(tasks, service) : service;
    }

    /** So many slots, from the first, are on the list of every shard that answers. */
    private long known() {
        var shares = observed.shares(desired.name()).orElse(List.of());
        return shares.isEmpty()
                ? 0
                : IntStream.iterate(1, slot -> slot + 1)
                        .takeWhile(slot -> shares.stream().allMatch(s -> lists(s, address(slot))))
                        .count();
    }

    private static boolean lists(ObservedShare share, String address) {
        return share.listed().filter(l -> l.births().containsKey(address)).isPresent();
    }

    private String address(int slot) {
        return Group.address(Group.shardOfSlot(desired.name(), Integer.toString(slot)));
    }

    /** The same with as many tasks as there are, where it is to have more and may not yet. */
    DesiredService heldBack(ObservedService there, DesiredService service) {
        if (!concerns(service) || observed.wanted(service.spec()) <= observed.wanted(there)) {
            return service;
        }
        return with(observed.wanted(there), service);
    }

    /**
     * What was asked of a service that is there: a part of what is wanted of it, where it had to do without more tasks, else all. So
     * whether it comes up is known of that part as well.
     */
    static DesiredService asked(ObservedService there, DesiredService service) {
        var label = there.label(Labels.SPEC);
        var part = service.hash() + "-";
        return label.startsWith(part) ? with(Long.parseLong(label.substring(part.length())), service) : service;
    }

    private static DesiredService with(long tasks, DesiredService service) {
        var spec = service.spec().deepCopy();
        spec.withObject("Mode").withObject("Replicated").put("Replicas", tasks);
        // Another than that of the whole: else the rest of it would be taken for somebody's change, and put right at
        // once.
        spec.withObject("Labels").put(Labels.SPEC, service.hash() + "-" + tasks);
        return new DesiredService(service.name(), spec, service.volume(), service.onFailure(), service.deadline());
    }

    /** Whether nothing but what is remembered of it would be changed. */
    boolean nothingElse(ObservedService there, DesiredService service) {
        var wanted = Adoption.wanted(there, service, observed.networkNames());
        var changes = SpecDiff.between(there.spec(), wanted, observed.networkNames());
        return new Step.UpdateService(there.id(), there.name(), there.version(), wanted, changes, "")
                .visibleChanges()
                .isEmpty();
    }

    private boolean concerns(DesiredService service) {
        return service.component().equals("app")
                && desired.sharded()
                && !stage.allowed().contains(Allowed.ADD_TASKS);
    }
}
