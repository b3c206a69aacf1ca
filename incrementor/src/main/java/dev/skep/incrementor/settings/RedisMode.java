package dev.skep.incrementor.settings;

import java.util.Locale;

/** How the counter is kept. */
public enum RedisMode {
    SINGLE,
    SENTINEL,
    PER_REPLICA;

    /** As it is written in manifests and in the environment. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
