package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Data;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Stage.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is of a count's Redis and is not wanted any more: it goes once the others have all that it holds. */
record Leaving(Desired desired, Observed observed, Stage stage) {
    /** Of a count that is moved, who watches goes before who is watched, and a volume is told to be out of use first. */
    boolean mayGo(ObservedService service) {
        if (desired.kept().isEmpty()) {
            return true;
        }
        return switch (service.label(Labels.COMPONENT)) {
            case "sentinel" ->
                desired.leaving().contains(service.name())
                        ? stage.emptied().contains(service.name())
                        : stage.allowed().contains(Allowed.RETIRE);
            case "redis" ->
                !shared(service)
                        || Data.retired(service.name(), observed)
                        || neverRan(service)
                        || (stage.allowed().contains(Allowed.RETIRE)
                                && observed.nodesWithVolume(service.name()).isEmpty());
            default -> true;
        };
    }

    /** It has a place and no data: nobody could miss it. */
    private boolean neverRan(ObservedService service) {
        return !observed.nodesWithVolume(service.name()).isEmpty()
                && !Data.volumes(desired.name(), observed).contains(service.name());
    }

    private boolean shared(ObservedService service) {
        return desired.kept()
                .filter(k -> service.name().startsWith(k.name() + "-"))
                .isPresent();
    }

    /** Says of the volumes that nobody reads them any more, once nobody watches those who did. */
    List<Step> retireVolumes(String why) {
        var steps = new ArrayList<Step>();
        var leave =
                Stream.concat(readByNobody().stream(), stage.emptied().stream()).toList();
        for (var node : observed.nodes()) {
            var retired = leave.stream()
                    .filter(m -> node.labels().containsKey(Labels.VOLUME_PREFIX + m))
                    .map(m -> new Volume(m, node.labels().get(Labels.VOLUME_PREFIX + m)).retired())
                    .collect(Collectors.toMap(Volume::name, Volume::written, (one, _) -> one, TreeMap::new));
            if (!retired.isEmpty()) {
                steps.add(new Step.RetireVolumes(node, retired, why));
            }
        }
        return steps;
    }

    private List<String> readByNobody() {
        var crew = Crew.of(desired, observed);
        return stage.allowed().contains(Allowed.RETIRE)
                        && desired.watched().isEmpty()
                        && crew.sentinels().isEmpty()
                ? unwanted(crew).stream().filter(this::ran).toList()
                : List.of();
    }

    /** One in which nobody ever was needs no word: its place is free for the next, whoever removes its service first. */
    private boolean ran(String member) {
        return observed.service(member).filter(this::neverRan).isEmpty();
    }

    /** Those whose node has left the swarm before the others had all: nobody else would tell of it, and they are waited for. */
    List<Hold> lost() {
        if (desired.kept().isEmpty() || stage.allowed().contains(Allowed.RETIRE)) {
            return List.of();
        }
        var volumes = new VolumePlanner(desired, observed, List.of());
        return unwanted(Crew.of(desired, observed)).stream()
                .filter(m -> observed.nodesWithVolume(m).isEmpty())
                .flatMap(m -> observed.service(m).stream())
                .flatMap(s -> volumes.keep(new Volume(s.name(), written(s))).stream())
                .toList();
    }

    private List<String> unwanted(Crew crew) {
        return crew.members().stream().filter(m -> desired.service(m).isEmpty()).toList();
    }

    /** What the label of its node must say. */
    private static String written(ObservedService member) {
        var constraint = "node.labels." + Labels.VOLUME_PREFIX + member.name() + "==";
        return member.spec()
                .at("/TaskTemplate/Placement/Constraints")
                .valueStream()
                .map(JsonNode::asText)
                .filter(c -> c.startsWith(constraint))
                .map(c -> c.substring(constraint.length()))
                .findFirst()
                .orElse("");
    }
}
