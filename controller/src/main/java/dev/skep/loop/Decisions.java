package dev.skep.loop;

import dev.skep.manifest.FolderResult;
import dev.skep.observed.Observed;

/** Decides for one name after the other on one snapshot: each knows where the volumes of those before it go. */
final class Decisions {
    private final FolderResult folder;
    private final String fingerprint;
    private Observed observed;

    /**
     * Decides nothing yet.
     *
     * @param fingerprint of the controller's key
     */
    Decisions(FolderResult folder, Observed observed, String fingerprint) {
        this.folder = folder;
        this.observed = observed;
        this.fingerprint = fingerprint;
    }

    /** What that name asks for, and the plan towards it. */
    Wanted of(String name) {
        var wanted = Wanted.of(name, folder, observed, fingerprint);
        for (var pin : wanted.pins()) {
            observed = observed.withLabels(pin.node(), pin.labels());
        }
        return wanted;
    }
}
