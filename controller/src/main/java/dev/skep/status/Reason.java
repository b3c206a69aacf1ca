package dev.skep.status;

/** The reasons that are derived here; what a plan holds brings reasons of its own. All stand in docs/status.md. */
enum Reason {
    /** Every task that is wanted runs, made from the wanted spec, and nothing is left to do. */
    ALL_TASKS_RUN("AllTasksRun"),
    /** The controller has something to do. */
    CHANGES_PENDING("ChangesPending"),
    /** The controller could not do a step when it last tried, and tries again. */
    STEP_FAILED("StepFailed"),
    /** Something must come by itself before more can be planned. */
    WAITING("Waiting"),
    /** Nobody asks for it any more, and what was made for it goes. */
    DELETING("Deleting"),
    /** Tasks are being replaced. */
    ROLLING_OUT("RollingOut"),
    /** Tasks are on their way, and nothing is known to be wrong with them. */
    TASKS_STARTING("TasksStarting"),
    /** Swarm finds no node for a task. */
    UNSCHEDULABLE("Unschedulable"),
    /** A node can get the image neither from a registry nor from its own disk. */
    IMAGE_UNAVAILABLE("ImageUnavailable"),
    /** Containers start and end by themselves. */
    CRASHING("Crashing"),
    /** Containers run, but their health check fails. */
    UNHEALTHY("Unhealthy"),
    /** A node refused to run a task. */
    TASK_REJECTED("TaskRejected"),
    /** Nothing has moved for as long as the manifest's {@code update.deadline}. */
    DEADLINE_EXCEEDED("DeadlineExceeded"),
    /** Nothing is under way. */
    SETTLED("Settled"),
    /** Copies of a count, or those who watch them, stand on one node and are lost together. */
    TOO_FEW_NODES("TooFewNodes"),
    /** Nothing is known to be wrong. */
    NO_TROUBLE("NoTrouble"),
    /** The task of every Redis runs and is healthy. */
    ALL_MEMBERS_RUN("AllMembersRun"),
    /** A Redis does not run, or not healthily. */
    MEMBERS_DOWN("MembersDown"),
    /** A line of what healthy means does not hold for a group that sentinels watch. */
    GROUP_UNHEALTHY("GroupUnhealthy"),
    /** There is no Redis yet, or none any more. */
    NO_REDIS("NoRedis");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
