package dev.skep.bench.topologies;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was used over some time.
 *
 * @param cores that there are
 * @param busy of these, on the average
 * @param stolen of these by other machines on the same host
 */
record Usage(double seconds, double cores, double busy, double stolen, List<Share> shares) {
    Usage {
        shares = List.copyOf(shares);
    }

    /**
     * One container's, or program's.
     *
     * @param cores used on the average
     * @param memory bytes at the end
     */
    record Share(
            Part part,
            String name,
            double cores,
            long memory,
            double switchesPerSecond,
            double receivedPerSecond,
            double sentPerSecond) {}

    static Usage of(Duration between, Proc.Processor processor, Map<Snapshot.Key, Counters> used) {
        double seconds = between.toNanos() / 1e9;
        var shares = used.entrySet().stream()
                .map(entry -> share(entry.getKey(), entry.getValue(), seconds))
                .toList();
        return new Usage(
                round(seconds),
                round(seconds(processor.all()) / seconds),
                round(seconds(processor.busy()) / seconds),
                round(seconds(processor.stolen()) / seconds),
                shares);
    }

    private static Share share(Snapshot.Key key, Counters used, double seconds) {
        return new Share(
                key.part(),
                key.name(),
                round(seconds(used.cpu()) / seconds),
                used.memory(),
                Math.rint(used.switches() / seconds),
                Math.rint(used.received() / seconds),
                Math.rint(used.sent() / seconds));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The counters have a grain of 10 ms: more digits would be made up. */
    private static double round(double figure) {
        return Math.rint(figure * 1000) / 1000;
    }

    /** The cores that all of a part used. */
    double cores(Part part) {
        return shares.stream()
                .filter(s -> s.part() == part)
                .mapToDouble(Share::cores)
                .sum();
    }

    long memory(Part part) {
        return shares.stream()
                .filter(s -> s.part() == part)
                .mapToLong(Share::memory)
                .sum();
    }

    double switches(Part part) {
        return shares.stream()
                .filter(s -> s.part() == part)
                .mapToDouble(Share::switchesPerSecond)
                .sum();
    }
}
