package dev.skep.loop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.backup.BackupText;
import dev.skep.backup.KeptBackup;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.FakeSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that is in a swarm, in words that do not depend on how often something was tried. */
final class Ending {
    private Ending() {}

    static Map<String, Object> of(FakeSwarm swarm) {
        var observed = swarm.observe();
        var end = new TreeMap<String, Object>();
        observed.services().forEach(s -> end.put("service " + s.name(), withoutIds(s.spec(), observed)));
        observed.services().forEach(s -> end.put("tasks of " + s.name(), running(observed.tasksOf(s))));
        observed.networks().forEach(n -> end.put("network " + n.name(), n.labels()));
        observed.owners().forEach(o -> GroupReport.of(o, observed)
                .ifPresent(r -> end.put("what its group lacks: " + o, r.failing())));
        observed.configs().stream()
                .filter(c -> !c.owner().equals(KeptBackup.OWNER))
                .forEach(c -> end.put("config " + c.name(), swarm.text(c.name()) + outcome(c)));
        KeptBackup.manifests(observed).forEach(m -> end.put("backups of " + m, backups(m, observed)));
        observed.secrets().forEach(s -> end.put("secret " + s.name(), swarm.text(s.name())));
        observed.nodes().forEach(n -> end.put("node " + n.hostname(), n.labels()));
        return end;
    }

    /** What they are called, and when they were taken, is another each time. */
    private static List<String> backups(String manifest, Observed observed) {
        return KeptBackup.of(manifest, observed).stream()
                .map(k -> k.why() + " "
                        + ((BackupText.Read.Sound) k.read()).backup().shards())
                .toList();
    }

    private static String outcome(ObservedResource config) {
        return config.labels().getOrDefault(Labels.OUTCOME, "")
                + config.labels().getOrDefault(Labels.REASON, "");
    }

    private static List<String> running(List<ObservedTask> tasks) {
        return tasks.stream()
                .map(t -> t.nodeId() + " " + t.state() + " " + t.templateHash())
                .sorted()
                .toList();
    }

    private static ObjectNode withoutIds(ObjectNode spec, Observed observed) {
        var result = spec.deepCopy();
        // It counts the updates: a change of several services that was cut between two of them counts as two.
        result.withObject("Labels").remove(Labels.GENERATION);
        // After the rotation it names a task.
        if (result.path("Labels").has(Labels.WITHDRAWN)) {
            var told = result.path("Labels").path(Labels.WITHDRAWN).asText();
            result.withObject("Labels").put(Labels.WITHDRAWN, told.replaceFirst(" task-\\d+$", ""));
        }
        for (var network : result.at("/TaskTemplate/Networks")) {
            ((ObjectNode) network)
                    .put(
                            "Target",
                            observed.networkNames().get(network.path("Target").asText()));
        }
        for (var list : List.of("Secrets", "Configs")) {
            if (result.at("/TaskTemplate/ContainerSpec/" + list) instanceof ArrayNode references) {
                var plain = new ArrayList<ObjectNode>();
                references.forEach(r -> plain.add(((ObjectNode) r).without(List.of("SecretID", "ConfigID"))));
                references.removeAll().addAll(plain);
            }
        }
        return result;
    }
}
