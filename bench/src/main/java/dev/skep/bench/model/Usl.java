package dev.skep.bench.model;

import dev.skep.bench.run.BenchException;
import java.util.List;

/**
 * The universal scalability law (N. Gunther, "Guerrilla Capacity Planning", 2007): what n servers do together,
 * {@code n * one / (1 + contention * (n - 1) + coherence * n * (n - 1))}. Without coherence it is Amdahl's law.
 *
 * @param one what one does alone, a second
 * @param contention the share of the work that waits for something that all share
 * @param coherence what it costs any two to agree
 */
public record Usl(double one, double contention, double coherence) {
    /** So many servers did so much. */
    public record Point(int servers, double perSecond) {}

    public double perSecond(double servers) {
        return servers * one / (1 + contention * (servers - 1) + coherence * servers * (servers - 1));
    }

    /** The most that any number of servers does, however many: beyond it more are of no use. */
    public double most() {
        if (coherence > 0) {
            return perSecond(Math.sqrt(Math.max(0, 1 - contention) / coherence));
        }
        return contention > 0 ? one / contention : Double.POSITIVE_INFINITY;
    }

    /** How far the law is from a point: 0.1 is a tenth too much. */
    public double residual(Point point) {
        return perSecond(point.servers()) / point.perSecond() - 1;
    }

    /**
     * The law nearest to the points by least squares of the relative error. n/X(n) is linear in the unknowns, so that is a
     * linear problem. A negative coefficient has no meaning: then it is 0 and the others are fitted again.
     */
    public static Usl fit(List<Point> points) {
        if (points.stream().map(Point::servers).distinct().count() < 3) {
            throw new BenchException("the law has three unknowns, and wants at least three numbers of instances");
        }
        for (var used : List.of(new int[] {0, 1, 2}, new int[] {0, 1}, new int[] {0, 2}, new int[] {0})) {
            var solved = solve(points, used);
            if (solved[1] >= 0 && solved[2] >= 0) {
                return new Usl(1 / solved[0], solved[1] / solved[0], solved[2] / solved[0]);
            }
        }
        throw new BenchException("no law fits " + points);
    }

    /** The coefficients of 1, n-1 and n(n-1); those that are not used are 0. */
    private static double[] solve(List<Point> points, int... used) {
        int unknowns = used.length;
        var matrix = new double[unknowns][unknowns + 1];
        for (var point : points) {
            double n = point.servers();
            // Divided by n/X: each row is then a relative error.
            double scale = point.perSecond() / n;
            double[] terms = {scale, scale * (n - 1), scale * n * (n - 1)};
            for (int row = 0; row < unknowns; row++) {
                for (int column = 0; column < unknowns; column++) {
                    matrix[row][column] += terms[used[row]] * terms[used[column]];
                }
                matrix[row][unknowns] += terms[used[row]];
            }
        }
        var solution = eliminate(matrix);
        var all = new double[3];
        for (int i = 0; i < unknowns; i++) {
            all[used[i]] = solution[i];
        }
        return all;
    }

    /** Gauss' elimination, with the largest pivot. */
    private static double[] eliminate(double[][] matrix) {
        int size = matrix.length;
        for (int pivot = 0; pivot < size; pivot++) {
            int largest = pivot;
            for (int row = pivot + 1; row < size; row++) {
                if (Math.abs(matrix[row][pivot]) > Math.abs(matrix[largest][pivot])) {
                    largest = row;
                }
            }
            var swapped = matrix[pivot];
            matrix[pivot] = matrix[largest];
            matrix[largest] = swapped;
            for (int row = 0; row < size; row++) {
                if (row != pivot) {
                    subtract(matrix[row], matrix[pivot], matrix[row][pivot] / matrix[pivot][pivot]);
                }
            }
        }
        var solution = new double[size];
        for (int row = 0; row < size; row++) {
            solution[row] = matrix[row][size] / matrix[row][row];
        }
        return solution;
    }

    private static void subtract(double[] from, double[] row, double factor) {
        for (int column = 0; column < from.length; column++) {
            from[column] -= factor * row[column];
        }
    }
}
