package dev.skep.desired;

import dev.skep.desired.Password.User;
import dev.skep.observed.Rotation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which passwords Redis takes (docs/decisions/0014). It takes those to come before anybody has them, for nobody can know
 * them before their turn; so the app can change to its next one while Redis runs on.
 */
public final class Accepted {
    private Accepted() {}

    /** What a Redis or a sentinel takes that has just started: what it is configured with. */
    static List<Password> fromTheStart(User user, Rotation rotation) {
        return switch (user) {
            case APP -> app(rotation.redis(), 0);
            case HEALTH, REPLICA, SENTINEL, CONTROLLER ->
                own(user, IntStream.rangeClosed(Math.max(0, rotation.redis() - 1), rotation.redis() + 1));
        };
    }

    /** What is left of that once nobody uses those before: the one in use, and those to come. */
    public static List<Password> fromNowOn(User user, Rotation rotation) {
        return switch (user) {
            case APP -> app(rotation.redis(), rotation.app());
            case HEALTH, REPLICA, SENTINEL, CONTROLLER ->
                own(user, IntStream.rangeClosed(rotation.redis(), rotation.redis() + 1));
        };
    }

    private static List<Password> app(int redis, int from) {
        var next = new Rotation(redis + 1, 0);
        return Stream.concat(
                        IntStream.range(from, Rotation.WITHOUT_RESTART).mapToObj(n -> new Rotation(redis, n)),
                        Stream.of(next))
                .map(r -> new Password(User.APP, r.text()))
                .toList();
    }

    private static List<Password> own(User user, IntStream numbers) {
        return numbers.mapToObj(n -> new Password(user, Integer.toString(n))).toList();
    }

    /** The one that a user logs in with now. */
    public static Password inUse(User user, Rotation rotation) {
        return fromNowOn(user, rotation).getFirst();
    }
}
