package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Data;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a volume is, and what would lose the data in it. */
final class VolumePlanner {
    private final Desired desired;
    private final String manifest;
    private final Observed observed;
    private final List<Step> steps;

    VolumePlanner(Desired desired, Observed observed, List<Step> steps) {
        this.desired = desired;
        this.manifest = desired.name();
        this.observed = observed;
        this.steps = steps;
    }

    /**
     * The first time a volume is needed, the node that holds the fewest of its group gets it, and of those the one that
     * holds the fewest of all. One that was counted in is where it was counted in, whether that node is ready or not.
     */
    Optional<Hold> pin(Volume volume) {
        if (!observed.nodesWithVolume(volume.name()).isEmpty()) {
            return keep(volume);
        }
        var otherwise = writtenOtherwise(volume);
        if (otherwise.isPresent()) {
            return otherwise;
        }
        var known = KnownData.nodesWithData(volume.name(), observed).toList();
        if (known.size() > 1) {
            return Optional.of(ambiguous(known, Labels.DATA_PREFIX + volume.name()));
        }
        if (!known.isEmpty()) {
            pin(pins(known.getFirst(), volume, List.of()));
            return Optional.empty();
        }
        var node = emptiest(volume);
        node.ifPresent(n -> pin(pins(n, volume, List.of(volume))));
        return node.isPresent()
                ? Optional.empty()
                : Optional.of(new Hold("NoNode", "no node is ready to hold the volume " + volume.name()));
    }

    private Optional<ObservedNode> emptiest(Volume volume) {
        return observed.nodes().stream()
                .filter(ObservedNode::schedulable)
                .min(Comparator.comparingLong((ObservedNode n) -> volumes(n, siblings(volume.name())))
                        .thenComparingLong(n -> volumes(n, ""))
                        .thenComparing(ObservedNode::hostname));
    }

    /** A node is written once in a plan: its version is another after that. */
    private void pin(Step.PinVolumes pin) {
        for (var step : steps) {
            if (step instanceof Step.PinVolumes there
                    && there.node().id().equals(pin.node().id())) {
                steps.set(steps.indexOf(step), there.and(pin));
                return;
            }
        }
        steps.add(pin);
    }

    private static Step.PinVolumes pins(ObservedNode node, Volume volume, List<Volume> made) {
        return new Step.PinVolumes(node, List.of(volume), made, List.of(), "the volume is made there, and stays");
    }

    /**
     * It stays where it is; one in which nothing was counted is written in another way from now on.
     *
     * @return why its Redis must not be started or changed
     */
    Optional<Hold> keep(Volume volume) {
        var nodes = observed.nodesWithVolume(volume.name());
        var label = Labels.VOLUME_PREFIX + volume.name();
        if (nodes.isEmpty()) {
            return Optional.of(new Hold(
                    "VolumeLost",
                    ("no node carries the label %s: the node that held the volume has left the swarm. Bring it back, or give"
                                    + " up its data: docker node update --label-add %s=%s NODE; Redis then copies what"
                                    + " another has, or, where it was the only one, is held again (DataMissing) until: skep"
                                    + " accept-data-loss %s --yes")
                            .formatted(label, label, volume.written(), manifest)));
        }
        if (nodes.size() > 1) {
            return Optional.of(ambiguous(nodes, label));
        }
        var written = nodes.getFirst().labels().get(label);
        if (written.equals(volume.written())) {
            return Optional.empty();
        }
        if (Data.volumes(manifest, observed).contains(volume.name())) {
            return Optional.of(persistenceChange(volume, written));
        }
        pin(pins(nodes.getFirst(), volume, List.of(volume)));
        return Optional.empty();
    }

    /**
     * What is written in another way than the others of its count would be held with them when these are asked for again; but those
     * that hand the count over to it are not.
     */
    private Optional<Hold> writtenOtherwise(Volume volume) {
        return Data.volumes(manifest, observed).stream()
                .filter(v -> desired.service(v).isPresent() || !DataGuard.handedOver(v, desired, observed))
                .flatMap(name -> observed.nodesWithVolume(name).stream()
                        .map(n -> new Volume(name, n.labels().get(Labels.VOLUME_PREFIX + name))))
                .filter(v -> !Volume.persistence(v.written()).equals(Volume.persistence(volume.written())))
                .map(v -> persistenceChange(new Volume(v.name(), volume.written()), v.written()))
                .findFirst();
    }

    private static Hold persistenceChange(Volume volume, String written) {
        return new Hold(
                "PersistenceChange",
                ("the volume %s was written with persistence %s, and Redis with %s would start without its data; write"
                                + " redis.persistence: %s again, or use another name")
                        .formatted(
                                volume.name(),
                                Volume.persistence(written),
                                Volume.persistence(volume.written()),
                                Volume.persistence(written)));
    }

    private static Hold ambiguous(List<ObservedNode> nodes, String label) {
        var names = nodes.stream().map(ObservedNode::hostname).collect(Collectors.joining(", "));
        return new Hold(
                "VolumeAmbiguous",
                ("the nodes %s carry the label %s, and only one can hold the data; on each of the others: docker node update"
                                + " --label-rm %s NODE")
                        .formatted(names, label, label));
    }

    /** What the names of a group's volumes have in common. */
    private static String siblings(String volume) {
        return volume.substring(0, volume.lastIndexOf('-') + 1);
    }

    private long volumes(ObservedNode node, String prefix) {
        var planned = steps.stream()
                .flatMap(s -> s instanceof Step.PinVolumes p && p.node().id().equals(node.id())
                        ? p.volumes().stream().map(Volume::name)
                        : Stream.empty());
        return Stream.concat(planned, Volume.on(node))
                .filter(v -> v.startsWith(prefix))
                .count();
    }
}
