package dev.skep.bench.http;

import dev.skep.bench.load.Load;
import dev.skep.bench.load.Measured;
import dev.skep.bench.load.Rounds;
import dev.skep.bench.load.Wrk;
import dev.skep.bench.run.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures each server alone, in turns. */
final class HttpBench {
    private static final int WARM_UP_CONNECTIONS = 64;
    /** For each of ten wrk, so that one server and ten get the same load by the same clients. */
    private static final int CONNECTIONS_EACH = 24;

    private final AppImage app;
    private final Plan plan;
    private final Progress progress;

    HttpBench(AppImage app, Plan plan, Progress progress) {
        this.app = app;
        this.plan = plan;
        this.progress = progress;
    }

    /** All there is. */
    HttpResult all() throws Exception {
        var start = Start.measure(app);
        progress.done(Start.LONGEST, "the app's start");
        var figures = figures(Contender.all());
        return new HttpResult(figures, Optional.of(start), Optional.of(growth()));
    }

    /** These only, and nothing of start and growth. */
    HttpResult only(List<Contender> contenders) throws Exception {
        return new HttpResult(figures(contenders), Optional.empty(), Optional.empty());
    }

    private Map<String, Map<Integer, Figures>> figures(List<Contender> contenders) throws Exception {
        var figures = new LinkedHashMap<String, Map<Integer, List<Figures>>>();
        contenders.forEach(contender -> figures.put(contender.name(), new TreeMap<>()));
        for (var round : Rounds.interleaved(contenders, plan.rounds())) {
            for (var contender : round) {
                measure(contender, figures.get(contender.name()));
                progress.done(plan.oneServer(), contender.name());
            }
        }
        return medians(figures);
    }

    private HttpResult.Growth growth() throws Exception {
        var alone = new ArrayList<Double>();
        var together = new ArrayList<Double>();
        for (var round = 0; round < plan.rounds(); round++) {
            alone.add(grown(1));
            together.add(grown(plan.instances()));
        }
        return new HttpResult.Growth(plan.instances(), Rounds.median(alone), Rounds.median(together));
    }

    private static Map<String, Map<Integer, Figures>> medians(Map<String, Map<Integer, List<Figures>>> all) {
        var medians = new LinkedHashMap<String, Map<Integer, Figures>>();
        all.forEach((name, byConnections) -> {
            var median = new TreeMap<Integer, Figures>();
            byConnections.forEach((connections, rounds) -> median.put(connections, Figures.median(rounds)));
            medians.put(name, median);
        });
        return medians;
    }

    private void measure(Contender contender, Map<Integer, List<Figures>> into) throws Exception {
        try (var site = Site.open(contender, app, 1)) {
            var url = site.urls().getFirst();
            Wrk.run(Load.of(url, WARM_UP_CONNECTIONS, plan.warmUp()));
            for (int connections : plan.connections()) {
                into.computeIfAbsent(connections, absent -> new ArrayList<>()).add(figures(site, url, connections));
            }
        }
    }

    private Figures figures(Site site, URI url, int connections) throws Exception {
        var server = site.serverTime();
        var redis = site.redisTime();
        var measured = Wrk.run(Load.of(url, connections, plan.load()));
        return Figures.of(
                measured, site.serverTime().minus(server), site.redisTime().minus(redis));
    }

    /** Requests a second of so many tasks of the app on one Redis. */
    private double grown(int instances) throws Exception {
        var everysec = Contender.all().stream()
                .filter(contender -> contender.name().equals(Contender.EVERYSEC))
                .findFirst()
                .orElseThrow();
        try (var site = Site.open(everysec, app, instances)) {
            run(site, plan.warmUp(instances));
            var perSecond = run(site, plan.load());
            progress.done(plan.oneGrowth(instances), "%d of Skep's app on one Redis".formatted(instances));
            return perSecond;
        }
    }

    private double run(Site site, Duration duration) throws Exception {
        var running = new ArrayList<Wrk>();
        try {
            for (var client = 0; client < plan.instances(); client++) {
                var url = site.urls().get(client % site.urls().size());
                running.add(Wrk.start(Load.of(url, CONNECTIONS_EACH, duration)));
            }
            var sum = 0.0;
            for (var wrk : running) {
                Measured measured = wrk.await();
                sum += measured.perSecond();
            }
            return sum;
        } finally {
            running.forEach(Wrk::close);
        }
    }
}
