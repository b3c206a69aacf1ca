package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.settings.HostPort;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WordTest {
    private static final Stand FOR = Stand.FOR;
    private static final Stand SILENT = Stand.SILENT;
    private static final Stand AGAINST = Stand.AGAINST;

    @Test
    void aSentinelCountsItselfAndTheOthersThatItKnows() {
        var known = Map.of("ip", "10.0.0.1", "port", "6379", "flags", "master", "num-other-sentinels", "2");
        var word = Word.of(new HostPort("10.0.0.1", 6379), List.of("10.0.0.1", "6379"), known);
        assertEquals(new Word(FOR, 3), word);
    }

    @Test
    void oneThatIsAgainstItOutweighsAllThatAreForIt() {
        assertTrue(Word.approve(knowing(3, FOR, FOR, SILENT), 3));
        assertFalse(Word.approve(knowing(3, FOR, FOR, AGAINST), 3));
        assertFalse(Word.approve(knowing(5, FOR, FOR, FOR, FOR, AGAINST), 5));
    }

    @Test
    void mostOfAllMustBeForItNotOnlyOfThoseThatAreHeard() {
        assertTrue(Word.approve(knowing(3, FOR, FOR), 3));
        assertFalse(Word.approve(knowing(3, FOR, SILENT, SILENT), 3));
        assertFalse(Word.approve(knowing(4, FOR, FOR), 4));
        assertFalse(Word.approve(List.of(), 3));
    }

    /** The app is told of five, and then two are made. */
    @Test
    void thoseOfWhomNoSentinelHasHeardYetNeedNotBeForIt() {
        assertTrue(Word.approve(knowing(3, FOR, FOR), 5));
        assertFalse(Word.approve(knowing(3, FOR), 5));
        assertFalse(Word.approve(List.of(new Word(FOR, 3), new Word(FOR, 5)), 5), "one has heard of them");
        assertFalse(Word.approve(List.of(new Word(FOR, 3), new Word(SILENT, 5), new Word(FOR, 3)), 5));
    }

    @Test
    void whoHasJustStartedAndKnowsOfNobodyIsNotAll() {
        assertFalse(Word.approve(knowing(1, FOR), 5));
        assertFalse(Word.approve(knowing(1, FOR), 3));
    }

    /** Some are still remembered after they ended. */
    @Test
    void noMoreThanTheAppWasToldOfMustBeForIt() {
        assertTrue(Word.approve(knowing(5, FOR, FOR), 3));
    }

    private static List<Word> knowing(int sentinels, Stand... stands) {
        return Stream.of(stands).map(stand -> new Word(stand, sentinels)).toList();
    }
}
