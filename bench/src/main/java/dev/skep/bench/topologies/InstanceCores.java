package dev.skep.bench.topologies;

import java.io.IOException;

/** Holds instances that run to a part of a core each. Swarm knows nothing of it, and a task made anew is free. */
final class InstanceCores {
    /**
     * The least that the kernel takes. In a longer period an instance would work for some milliseconds and then let its
     * requests lie for a tenth of a second, and what is measured were these rests.
     */
    private static final int QUOTA_MICROS = 1000;

    private InstanceCores() {}

    static void limitTo(double cores, Site site) throws IOException, InterruptedException {
        update(
                site,
                "--cpu-period",
                Long.toString(Math.round(QUOTA_MICROS / cores)),
                "--cpu-quota",
                Integer.toString(QUOTA_MICROS));
    }

    static void free(Site site) throws IOException, InterruptedException {
        update(site, "--cpu-quota", "-1");
    }

    private static void update(Site site, String... limits) throws IOException, InterruptedException {
        for (var instance : site.of(Part.APP)) {
            instance.update(limits);
        }
    }
}
