package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Reading;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.redis.FoldedWorld.Design;
import dev.skep.incrementor.redis.SimulatedFolder.Slip;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What could be wrong with how a count is moved or a sum is told: each tells a wrong one some time, so the model must tell. */
record FoldMistake(String what, Design made) {
    static Stream<FoldMistake> all() {
        return Stream.of(
                new FoldMistake(
                        "what was taken is taken again",
                        script("-- Adds the amount of another", "if not has(ARGV[1]) then", "if true then")),
                new FoldMistake(
                        "it is counted where nobody counts any more",
                        script(
                                "-- Applies one batch",
                                "if run and string.match(run, '^%d+:closed:') then",
                                "if false then")),
                slip("what is added was read before the close", Slip.AMOUNT_BEFORE_THE_CLOSE),
                slip("what is added and whose it is are two steps", Slip.WHOSE_IT_IS_LATER),
                slip("a list leaves it out before it is taken", Slip.LISTED_NO_MORE_BEFORE_IT_IS_TAKEN),
                slip("it begins again before it is taken", Slip.ADMITTED_BEFORE_IT_IS_TAKEN),
                slip("it is counted in before it is listed", Slip.COUNTED_IN_BEFORE_IT_IS_LISTED),
                reader(
                        "who adds up does not look at what was taken",
                        told -> new Reading(told.count(), told.birth(), told.listed(), Set.of())),
                reader(
                        "who adds up asks only its own",
                        told -> new Reading(told.count(), told.birth(), own(told), told.took())));
    }

    @Override
    public String toString() {
        return what;
    }

    private static Map<String, String> own(Reading told) {
        return told.listed().entrySet().stream()
                .filter(listed -> told.birth().filter(listed.getValue()::equals).isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static FoldMistake slip(String what, Slip slip) {
        return new FoldMistake(what, new Design(Design.RIGHT.script(), Design.RIGHT.link(), slip));
    }

    private static Design script(String which, String right, String wrong) {
        return new Design(text -> Mistake.changed(text, which, right, wrong), Design.RIGHT.link(), Slip.NONE);
    }

    private static FoldMistake reader(String what, UnaryOperator<Reading> heard) {
        SimulatedWorld.LinkMaker link = (jedis, nobody) -> new Mistake.Delegate(SimulatedWorld.single(jedis, nobody)) {
            @Override
            public Reading survey(String writer) throws RedisFailure {
                return heard.apply(super.survey(writer));
            }
        };
        return new FoldMistake(what, new Design(Design.RIGHT.script(), link, Slip.NONE));
    }
}
