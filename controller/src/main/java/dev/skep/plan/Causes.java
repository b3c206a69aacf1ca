package dev.skep.plan;

import dev.skep.manifest.Manifest;
import java.util.Optional;

/** Who asks for the fields of one service. */
record Causes(String component, Optional<Manifest> manifest, Kind kind) {
    /** Why the service is updated at all. */
    enum Kind {
        MANIFEST,
        DRIFT,
        ROLLBACK
    }

    Cause of(Term term) {
        return switch (kind) {
            case MANIFEST -> wanted(term);
            case DRIFT -> new Cause.Drift(wanted(term));
            case ROLLBACK -> new Cause.RolledBack();
        };
    }

    private Cause wanted(Term term) {
        return manifest.flatMap(m -> term.askedBy(component).map(field -> asked(m, field)))
                .orElse(new Cause.Skep());
    }

    private static Cause asked(Manifest manifest, String field) {
        return manifest.whereIs(field)
                .<Cause>map(at -> new Cause.Asked(field, at))
                .orElse(new Cause.Unwritten(field, manifest.at()));
    }
}
