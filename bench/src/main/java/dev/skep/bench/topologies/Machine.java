package dev.skep.bench.topologies;

import dev.skep.bench.run.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What it was measured on. */
final class Machine {
    private static final Duration LOOK = Duration.ofSeconds(3);

    private Machine() {}

    static Map<String, String> description(List<String> engines) throws IOException, InterruptedException {
        var machine = new LinkedHashMap<String, String>();
        machine.put("processor", field("/proc/cpuinfo", "model name"));
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", field("/proc/meminfo", "MemTotal"));
        machine.put(
                "kernel",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        machine.put("system", field("/etc/os-release", "PRETTY_NAME").replace("\"", ""));
        machine.put("engine", Docker.on(engines.getFirst(), "version", "--format", "{{.Server.Version}}"));
        machine.put("nodes", Docker.on(engines.getFirst(), "info", "--format", "{{.Swarm.Nodes}}"));
        machine.put("java", Runtime.version().toString());
        return machine;
    }

    private static String field(String file, String name) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(line.contains("=") ? '=' : ':') + 1)
                            .strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    /** Looks for a while how busy the machine is with what else it has to do: cores that were busy, and all. */
    static Busy busy(Proc proc) throws IOException, InterruptedException {
        var before = proc.processor();
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        double seconds = (System.nanoTime() - began) / 1e9;
        var processor = proc.processor().since(before);
        return new Busy(
                processor.busy().plus(processor.stolen()).toNanos() / 1e9 / seconds,
                Runtime.getRuntime().availableProcessors());
    }

    record Busy(double cores, int all) {
        /** More than a tenth of the machine is at work for somebody else. */
        private boolean disturbs() {
            return cores > all * 0.1;
        }

        Optional<String> warning() {
            return disturbs()
                    ? Optional.of(
                            "the machine is not idle: %.1f of its %d cores are busy with something else. It goes on, and the report will say so"
                                    .formatted(cores, all))
                    : Optional.empty();
        }
    }
}
