package dev.skep.desired.topology;

import java.util.List;

/**
 * A group of one member.
 *
 * @param member its service
 */
public record Alone(String name, String member) implements Kept {
    @Override
    public List<String> members() {
        return List.of(member);
    }
}
