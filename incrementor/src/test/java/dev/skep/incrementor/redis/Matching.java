package dev.skep.incrementor.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Pairs as many as can be had, by augmenting paths (Kuhn). Who is equal to another is another all the same. */
final class Matching<L, R> {
    private final List<L> left;
    private final List<R> right;
    private final BiPredicate<L, R> fits;
    private final Map<Integer, Integer> leftOfRight = new HashMap<>();

    private Matching(List<L> left, List<R> right, BiPredicate<L, R> fits) {
        this.left = left;
        this.right = right;
        this.fits = fits;
    }

    /** Those on the left that get no partner of their own on the right. */
    static <L, R> List<L> unmatched(List<L> left, List<R> right, BiPredicate<L, R> fits) {
        var matching = new Matching<>(left, right, fits);
        return java.util.stream.IntStream.range(0, left.size())
                .filter(index -> !matching.pair(index, new HashSet<>()))
                .mapToObj(left::get)
                .toList();
    }

    private boolean pair(int one, Set<Integer> tried) {
        for (var other = 0; other < right.size(); other++) {
            if (fits.test(left.get(one), right.get(other)) && tried.add(other)) {
                var rival = leftOfRight.get(other);
                if (rival == null || pair(rival, tried)) {
                    leftOfRight.put(other, one);
                    return true;
                }
            }
        }
        return false;
    }
}
