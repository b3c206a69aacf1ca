package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.observed.Labels;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every swarm promises of the tasks that it makes of a service: which run, and of which template they were made. */
public abstract class TaskContract extends SwarmHarness {
    @Test
    void tasksRunAndCarryTheTemplateThatTheyWereMadeFrom() throws Exception {
        swarm().createService(spec(name, 2));
        eventually("two run", () -> running("first") == 2 && service(name).running() == 2);
        assertEquals(2, service(name).wanted());

        var read = service(name);
        var changed = read.spec().deepCopy();
        changed.withObject("TaskTemplate")
                .withObject("ContainerSpec")
                .withObject("Labels")
                .put("dev.skep.template", "second");
        changed.withObject("UpdateConfig").put("Parallelism", 2).put("Monitor", 100_000_000);
        swarm().updateService(read.id(), read.version(), changed);
        eventually("both were replaced", () -> running("second") == 2 && running("first") == 0);
        eventually("the rollout is completed", () -> service(name)
                .rollout()
                .filter(r -> r.state() == Rollout.State.COMPLETED)
                .isPresent());
    }

    @Test
    void theTasksAloneAreSeenAsInALook() throws Exception {
        swarm().createService(spec(name, 2));
        eventually("two run", () -> running("first") == 2);
        eventually("both see the same", this::theTasksAloneAreTheSame);
    }

    private boolean theTasksAloneAreTheSame() {
        var observed = observe();
        return own(observed.tasks()).equals(own(swarm().tasksOf(observed.services())));
    }

    private Set<ObservedTask> own(List<ObservedTask> tasks) {
        var id = service(name).id();
        return tasks.stream().filter(t -> t.serviceId().equals(id)).collect(Collectors.toSet());
    }

    @Test
    void labelsOfAServiceReplaceNoTaskAndTheTasksOfAnAdoptedOneAreSeen() throws Exception {
        var foreign = spec(name, 2);
        foreign.putObject("Labels");
        foreign.withObject("TaskTemplate").withObject("ContainerSpec").remove("Labels");
        swarm().createService(foreign);
        var made = swarm().find(name).orElseThrow();
        assertTrue(observe().service(name).isEmpty(), "it is somebody else's");
        var ours = labelled(labelled(made.spec(), Labels.NAME, name), Labels.ADOPTED, "first");
        swarm().updateService(made.id(), made.version(), ours);
        eventually("the tasks are known by what their service says", () -> running("first") == 2);
        eventually("as they are alone", this::theTasksAloneAreTheSame);

        var before = taskIds();
        var read = service(name);
        swarm().updateService(read.id(), read.version(), labelled(read.spec(), "another", "label"));
        eventually("it is written", () -> service(name).label("another").equals("label"));
        assertEquals(before, taskIds());
        assertTrue(swarm().find(name + "-none").isEmpty());
    }

    private Set<String> taskIds() {
        var observed = observe();
        return observed.tasksOf(observed.service(name).orElseThrow()).stream()
                .map(ObservedTask::id)
                .collect(Collectors.toSet());
    }

    private long running(String template) {
        var observed = observe();
        return observed.tasksOf(observed.service(name).orElseThrow()).stream()
                .filter(t -> t.templateHash().equals(template))
                .filter(ObservedTask::running)
                .count();
    }
}
