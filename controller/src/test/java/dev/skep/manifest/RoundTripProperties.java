package dev.skep.manifest;

import static dev.skep.manifest.Texts.FILE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.manifest.Topology.PerReplica;
import dev.skep.manifest.Topology.Sentinel;
import dev.skep.manifest.Topology.Single;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read, written out in full and read again is the same: nothing is lost, rounded or taken for something else. */
final class RoundTripProperties {
    private static final List<String> BINARY = List.of("Ki", "Mi", "Gi", "Ti");

    @Property(seed = "20260103", tries = 1_000)
    void whatIsReadAndWrittenIsReadAgainAsTheSame(@ForAll("right") JsonNode document) {
        var read = read(document.toString());
        var written = written(read);
        var again = read(written);
        assertEquals(read.spec(), again.spec(), written);
        assertEquals(read.name(), again.name(), written);
        assertEquals(written, written(again));
    }

    @Provide
    Arbitrary<JsonNode> right() {
        return Documents.right();
    }

    private static Manifest read(String text) {
        var result = ManifestReader.read(FILE, text);
        assertEquals(List.of(), result.problems(), text);
        return result.manifests().getFirst();
    }

    /** Every field, in the units of the model. */
    private static String written(Manifest manifest) {
        var app = manifest.spec().app();
        var redis = manifest.spec().redis();
        return """
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata: { name: "%s" }
                spec:
                  suspend: %s
                  app:
                    image: "%s"
                    replicas: %d
                    expose: { port: %d, via: %s }
                    resources: { %s }
                    requestTimeout: %dms
                    update: { order: %s, parallelism: %d, monitor: %dms, failureAction: %s, deadline: %dms }
                  redis: { image: "%s", persistence: %s, mode: %s }
                """.formatted(
                        manifest.name(),
                        manifest.spec().suspend(),
                        app.image(),
                        app.replicas(),
                        app.expose().port(),
                        Words.of(app.expose().via()),
                        resources(app.resources()),
                        app.requestTimeout().toMillis(),
                        Words.of(app.update().order()),
                        app.update().parallelism(),
                        app.update().monitor().toMillis(),
                        Words.of(app.update().failureAction()),
                        app.update().deadline().toMillis(),
                        redis.image(),
                        Words.of(redis.persistence()),
                        mode(redis.topology()));
    }

    /** What has no limit is not written. */
    private static String resources(ResourcesSpec resources) {
        var limits = new ArrayList<String>();
        if (resources.nanoCpus() > 0) {
            limits.add("cpus: %dm".formatted(resources.nanoCpus() / 1_000_000));
        }
        if (resources.memoryBytes() > 0) {
            limits.add("memory: " + size(resources.memoryBytes()));
        }
        return String.join(", ", limits);
    }

    /** In the largest unit that loses nothing. */
    private static String size(long bytes) {
        long whole = bytes;
        var unit = 0;
        while (whole % 1024 == 0 && unit < BINARY.size()) {
            whole /= 1024;
            unit++;
        }
        return unit == 0 ? bytes / 1000 + "k" : whole + BINARY.get(unit - 1);
    }

    private static String mode(Topology topology) {
        return switch (topology) {
            case Single _, PerReplica _ -> topology.word();
            case Sentinel(var members, var sentinels, var quorum, var downAfter) ->
                "sentinel, sentinel: { members: %d, sentinels: %d, quorum: %d, downAfter: %dms }"
                        .formatted(members, sentinels, quorum, downAfter.toMillis());
        };
    }
}
