package dev.skep.desired;

import dev.skep.observed.GroupReport;
import dev.skep.observed.Labels;
import java.util.Set;
import java.util.stream.Collectors;

/** The configs whose labels tell how a group was when the controller looked at it last. */
public final class HealthEntry {
    private HealthEntry() {}

    /** Of the group that sentinels watch, with what is to be told now. */
    public static DesiredConfig of(String manifest, GroupReport report) {
        return entry(manifest, GroupReport.config(manifest), report);
    }

    /** Of a Redis that is alone in its group, with what is to be told now. */
    public static DesiredConfig ofAlone(String manifest, String service, GroupReport report) {
        return entry(manifest, GroupReport.config(manifest, service), report);
    }

    /** The names of all that may be told of. */
    public static Set<String> names(Desired desired) {
        return desired.watched().isPresent()
                ? Set.of(GroupReport.config(desired.name()))
                : desired.aloneWithSnapshots().stream()
                        .map(s -> GroupReport.config(desired.name(), s))
                        .collect(Collectors.toSet());
    }

    private static DesiredConfig entry(String manifest, String config, GroupReport report) {
        var labels = Resources.labels(manifest, GroupReport.COMPONENT);
        labels.put(Labels.HEALTH, report.text());
        return new DesiredConfig(config, labels, "How Redis was last seen stands in the label " + Labels.HEALTH + ".");
    }
}
