package dev.skep.desired;

import dev.skep.observed.GroupReport;
import dev.skep.observed.Labels;

/** The config whose label tells how a group was when the controller looked at it last. */
public final class HealthEntry {
    private HealthEntry() {}

    /** With what is to be told now. */
    public static DesiredConfig of(String manifest, GroupReport report) {
        var labels = Resources.labels(manifest, GroupReport.COMPONENT);
        labels.put(Labels.HEALTH, report.text());
        return new DesiredConfig(
                GroupReport.config(manifest),
                labels,
                "How Redis was last seen stands in the label " + Labels.HEALTH + ".");
    }
}
