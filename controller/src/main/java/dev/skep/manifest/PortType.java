package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A TCP port that a node can publish.
 *
 * @param taken where each node listens itself
 */
record PortType(Set<Integer> taken) implements FieldType<Integer> {
    static final int HIGHEST = 65535;
    private static final WholeNumber NUMBER = new WholeNumber(1, HIGHEST, "");

    PortType {
        taken = Set.copyOf(taken);
    }

    @Override
    public String type() {
        return NUMBER.type();
    }

    @Override
    public String allowed() {
        String words = taken.stream().sorted().map(String::valueOf).collect(Collectors.joining(" or "));
        return "%s, but not %s, where Swarm itself listens".formatted(NUMBER.allowed(), words);
    }

    @Override
    public Optional<Integer> parse(Scalar written) {
        return NUMBER.parse(written).filter(port -> !taken.contains(port));
    }

    @Override
    public Optional<String> hint(Scalar written) {
        return NUMBER.hint(written);
    }
}
