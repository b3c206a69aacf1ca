package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a test class does on the lab. All that it asked for goes when it has ended, volumes too. */
final class Scene implements AutoCloseable {
    private final Installed installed;
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Set<String> names = new LinkedHashSet<>();

    Scene(Installed installed) {
        this.installed = installed;
    }

    Lab lab() {
        return installed.lab();
    }

    /** Node 1's. */
    Docker docker() {
        return lab().first().docker();
    }

    Swarm swarm() {
        return installed.swarm();
    }

    SkepCli skep() {
        return installed.skep();
    }

    Manifests manifests() {
        return installed.manifests();
    }

    /** Nothing of that name is left from before, from now on. */
    void claim(String name) {
        if (names.add(name)) {
            swarm().purge(name);
        }
    }

    /** Writes the manifest, and does not wait. */
    void edit(Document manifest) {
        claim(manifest.name());
        manifests().edit(manifest);
    }

    /** Writes the manifest, and waits until the swarm is as it says. */
    void apply(Document manifest) {
        edit(manifest);
        awaitReady(manifest.name());
    }

    /** Applies the manifest; its counter answers at every URL. */
    Counter start(Document manifest) {
        apply(manifest);
        return counter(manifest.name());
    }

    /** The counter at the URLs that skep prints, as soon as all of them answer. */
    Counter counter(String name) {
        var counter =
                new Counter(skep().run("url", name).lines().map(URI::create).toList());
        for (var url : counter.urls()) {
            eventually("it answers at " + url, new Counter(List.of(url))::read);
        }
        return counter;
    }

    /** Another version of the controller in the place of the one that runs. */
    void install(String image) {
        installed.install(image);
    }

    /** So many controllers as installed, from now on; who asks for other than one asks for one again. */
    void runControllers(int number) {
        docker().run("service", "scale", "-d", Swarm.CONTROLLER + "=" + number);
        eventually(number + " controllers run", () -> {
            assertEquals(number, swarm().containers(Swarm.CONTROLLER).size());
            // One that is to end goes on for a moment.
            var service = "label=com.docker.swarm.service.name=" + Swarm.CONTROLLER;
            assertEquals(
                    number,
                    docker().run("ps", "-q", "--filter", service).lines().count());
        });
    }

    /** Waits for what the test classes before left to go. */
    void awaitOthersGone() {
        installed.finishDeleting();
    }

    void awaitReady(String name) {
        skep().run("wait", name, "--for", "Ready", "--timeout", "3m");
    }

    /** Takes its file away, and does not wait. */
    void delete(String name) {
        manifests().delete(name);
    }

    void awaitDeleted(String name) {
        swarm().awaitDeleted(name);
    }

    /** What the controller said since the test class began. */
    String log() {
        return swarm().log(Swarm.CONTROLLER, began);
    }

    /** Waits for a line of the controller's log with all these words. */
    void awaitLog(String... words) {
        eventually(
                "the log says " + List.of(words),
                () -> assertTrue(
                        log().lines().anyMatch(line -> List.of(words).stream().allMatch(line::contains)),
                        () -> "what it says:\n" + log()));
    }

    /** All that helps to understand a failure. */
    String report() {
        var report = new StringBuilder(docker().attempt("service", "ls").said());
        for (var name : names) {
            for (var service : swarm().versions(name).keySet()) {
                report.append(
                        docker().attempt("service", "ps", "--no-trunc", service).said());
            }
        }
        return report.append(skep().attempt("status").said()).append(log()).toString();
    }

    /** Its services go while the next test class begins. */
    @Override
    public void close() {
        names.forEach(installed::deleteAtLeisure);
    }
}
