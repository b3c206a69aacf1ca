package dev.skep.incrementor.counter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the writers of one counter know of its Redis. It is said once, not by each of them. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Map<String, LinkState> states = new LinkedHashMap<>();
    private volatile LinkState overall = new LinkState.Unknown();

    /** All can count, or one says why it cannot. */
    public LinkState overall() {
        return overall;
    }

    /** A writer will tell. */
    synchronized void expect(String writer) {
        states.put(writer, new LinkState.Unknown());
        overall = worst();
    }

    /** A writer's view changed. */
    synchronized void tell(String writer, LinkState state, Manner manner) {
        states.put(writer, state);
        var before = overall;
        overall = worst();
        if (sameKind(before, overall)) {
            return;
        }
        switch (overall) {
            case LinkState.Unknown() -> {}
            case LinkState.Ready() -> LOG.atInfo().addKeyValue("writer", writer).log(manner.well());
            case LinkState.Down(var kind, var why) ->
                LOG.atWarn().addKeyValue("kind", kind).addKeyValue("why", why).log(manner.unwell());
        }
    }

    private LinkState worst() {
        LinkState worst = new LinkState.Ready();
        for (var state : states.values()) {
            switch (state) {
                case LinkState.Down down -> {
                    return down;
                }
                case LinkState.Unknown unknown -> worst = unknown;
                case LinkState.Ready() -> {}
            }
        }
        return worst;
    }

    private static boolean sameKind(LinkState before, LinkState now) {
        if (before instanceof LinkState.Down was && now instanceof LinkState.Down is) {
            return was.kind() == is.kind();
        }
        return before.getClass() == now.getClass();
    }
}
