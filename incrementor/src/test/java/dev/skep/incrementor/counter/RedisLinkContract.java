package dev.skep.incrementor.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.incrementor.counter.RedisLink.Answer;
import dev.skep.incrementor.counter.RedisLink.Change;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every Redis promises to the writer, the real one and the one in memory. */
public abstract class RedisLinkContract {
    /** A connection to a Redis; all of one test lead to the same, which was empty at first. */
    protected abstract RedisLink connect() throws Exception;

    @Test
    void aCounterThatIsNotThereIsZero() throws Exception {
        try (var link = connect()) {
            assertEquals(0, link.read("w"));
        }
    }

    @Test
    void changesAreAnsweredWithTheValueAfterThem() throws Exception {
        try (var link = connect()) {
            assertEquals(new Answer(3, false), link.apply("w", 1, new Change.Add(3)));
            assertEquals(new Answer(5, false), link.apply("w", 2, new Change.Add(2)));
            assertEquals(5, link.read("w"));
            assertEquals(new Answer(0, false), link.apply("w", 3, new Change.Reset()));
            assertEquals(0, link.read("w"));
        }
    }

    @Test
    void aRepeatedChangeIsAnsweredAsTheFirstTimeAndHappensOnce() throws Exception {
        try (var link = connect();
                var after = connect()) {
            link.apply("w", 1, new Change.Add(3));
            link.apply("other", 1, new Change.Add(10));
            assertEquals(new Answer(3, true), after.apply("w", 1, new Change.Add(3)));
            assertEquals(13, after.read("w"));
        }
    }

    @Test
    void aRepeatedResetDoesNotWipeWhatCameBetween() throws Exception {
        try (var link = connect()) {
            link.apply("w", 1, new Change.Reset());
            link.apply("other", 1, new Change.Add(10));
            assertEquals(new Answer(0, true), link.apply("w", 1, new Change.Reset()));
            assertEquals(10, link.read("w"));
        }
    }

    @Test
    void aChangeThatArrivesAfterItsSuccessorDoesNothing() throws Exception {
        try (var link = connect()) {
            link.apply("w", 9, new Change.Add(1));
            link.apply("w", 10, new Change.Add(1));
            var failure = assertThrows(RedisFailure.class, () -> link.apply("w", 9, new Change.Add(1)));
            assertEquals(RedisFailure.Kind.UNUSABLE, failure.kind());
            assertEquals(2, link.read("w"));
        }
    }

    @Test
    void aGroupOfWhichNobodySaidAnythingTellsItsCountAlone() throws Exception {
        try (var link = connect()) {
            link.apply("w", 1, new Change.Add(3));
            assertEquals(new Reading(OptionalLong.of(3), Optional.empty(), Map.of(), Set.of()), link.survey("w"));
        }
    }

    @Test
    void aProbeChangesNothing() throws Exception {
        try (var link = connect()) {
            link.probe("w");
            link.apply("w", 1, new Change.Add(1));
            link.probe("w");
            assertEquals(1, link.read("w"));
        }
    }
}
