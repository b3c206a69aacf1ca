package dev.skep.bench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.model.Usl.Point;
import dev.skep.bench.run.BenchException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UslTest {
    @Test
    void findsTheLawThatMadeThePoints() {
        var law = new Usl(3000, 0.05, 0.002);

        var found = Usl.fit(pointsOf(law, 1, 2, 4, 6, 8, 10));

        assertEquals(3000, found.one(), 1e-6);
        assertEquals(0.05, found.contention(), 1e-9);
        assertEquals(0.002, found.coherence(), 1e-9);
        assertEquals(0, found.residual(new Point(4, law.perSecond(4))), 1e-9);
    }

    @Test
    void whatScalesFullyHasNoLimit() {
        var found = Usl.fit(pointsOf(new Usl(1000, 0, 0), 1, 2, 4, 10));

        assertEquals(100_000, found.perSecond(100), 1e-3);
        assertTrue(found.most() > 1e9);
    }

    @Test
    void withContentionAloneTheMostIsAmdahls() {
        assertEquals(20_000, new Usl(1000, 0.05, 0).most(), 1e-9);
    }

    @Test
    void withCoherenceMoreServersDoLess() {
        var law = new Usl(1000, 0.05, 0.01);

        // The peak is at sqrt((1 - 0.05) / 0.01), between 9 and 10.
        assertTrue(law.perSecond(10) > law.perSecond(20));
        assertTrue(law.most() >= law.perSecond(10));
    }

    /** Faster than in proportion, as by noise: no coefficient below zero comes of it. */
    @Test
    void noCoefficientIsNegative() {
        var found = Usl.fit(List.of(new Point(1, 900), new Point(2, 2100), new Point(4, 4400)));

        assertEquals(0, found.contention());
        assertEquals(0, found.coherence());
        assertTrue(found.one() > 900 && found.one() < 1100, found::toString);
    }

    @Test
    void twoNumbersOfInstancesAreTooFew() {
        var points = Stream.of(new Point(1, 900), new Point(2, 1500), new Point(2, 1510))
                .toList();

        assertThrows(BenchException.class, () -> Usl.fit(points));
    }

    private static List<Point> pointsOf(Usl law, int... servers) {
        return IntStream.of(servers)
                .mapToObj(n -> new Point(n, law.perSecond(n)))
                .toList();
    }
}
