package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.e2e.Swarm.Container;
import dev.skep.plan.Step;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills the controller as soon as it tells of the n-th step for a manifest, and likewise each that takes its place, until it is closed.
 * What it does at the same time, or in the milliseconds until it is dead, is done or not.
 */
final class Cuts implements AutoCloseable {
    /** Each is told once it is done. */
    private static final Pattern STEP = Pattern.compile(
            Stream.concat(Stream.of(Step.class.getPermittedSubclasses()).map(Class::getSimpleName), Stream.of("Healed"))
                    .collect(Collectors.joining("|", "reason=\"(", ")\"")));

    private static final int LOOK_MILLIS = 100;

    private final Scene scene;
    private final String named;
    private final int every;
    private final String began = Instant.now().toString();
    private final List<String> killed = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> cutting;
    private volatile boolean end;

    /** Begins to look, before the change does. */
    Cuts(Scene scene, String name, int every) {
        this.scene = scene;
        this.named = "name=\"" + name + "\"";
        this.every = every;
        this.cutting = CompletableFuture.runAsync(this::cut, Thread::startVirtualThread);
    }

    /** The steps after which it was killed, as it told of them. */
    List<String> killed() {
        return killed;
    }

    private void cut() {
        Set<Container> seen = new HashSet<>();
        try {
            while (!end) {
                for (var controller : scene.swarm().containers(Swarm.CONTROLLER)) {
                    if (seen.add(controller)) {
                        follow(controller);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted", e);
        }
    }

    /** Until it is killed, or this is closed. */
    private void follow(Container controller) throws InterruptedException {
        var left = new CountDownLatch(every);
        var last = new AtomicReference<>("");
        var docker = controller.node().docker();
        var logs = List.of("docker", "logs", "--follow", "--since", began, controller.id());
        try (var _ = Running.start(Map.of("DOCKER_HOST", docker.host()), logs, line -> {
            if (left.getCount() > 0
                    && line.contains(named)
                    && STEP.matcher(line).find()) {
                last.set(line);
                left.countDown();
            }
        })) {
            while (!end && left.getCount() > 0) {
                left.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        if (!end) {
            docker.run("kill", controller.id());
            killed.add(last.get());
            System.out.println("cuts: killed after " + last.get());
        }
    }

    @Override
    public void close() {
        end = true;
        cutting.orTimeout(1, TimeUnit.MINUTES).join();
    }
}
