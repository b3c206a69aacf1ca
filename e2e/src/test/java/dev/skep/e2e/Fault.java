package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What breaks while clients count, and what is promised of it. In the order in which they are tried: the roughest last. */
enum Fault {
    /** First: the first primary is the member with the small disk. */
    FULL_DISK("the primary's disk is full", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            stage.disk().fill();
            try {
                if (stage.failsOver()) {
                    stage.awaitAnother(primary);
                    ledger.awaitAnswers(ENOUGH);
                } else {
                    ledger.awaitFailure();
                }
                if (stage.othersCountOn()) {
                    ledger.awaitAnswers(ENOUGH);
                }
            } finally {
                stage.disk().free();
            }
        }
    },
    PROCESS_KILLED("the primary's process is killed (`kill -9`)", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            killProcess(primary);
            stage.awaitAnother(primary);
        }
    },
    CONTAINER_REMOVED("its container is removed", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            primary.node().docker().run("rm", "--force", primary.id());
            stage.awaitAnother(primary);
        }
    },
    FROZEN("it is frozen for 10 s, and goes on", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            long thaw = System.nanoTime() + FREEZE.toNanos();
            primary.signal("STOP");
            try {
                if (stage.failsOver()) {
                    stage.awaitAnother(primary);
                }
                if (stage.othersCountOn()) {
                    ledger.awaitAnswers(ENOUGH);
                    assertTrue(stage.members().contains(primary), "it is frozen, not replaced");
                }
                rest(thaw);
            } finally {
                primary.signal("CONT");
            }
        }
    },
    /** It is promoted beside a primary that lives, and that a replica still follows. */
    FAILOVER_ASKED("somebody types `SENTINEL FAILOVER`", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            stage.failOver(stage.primary());
        }
    },
    SENTINEL_LOST("a sentinel is killed", Aim.UNNOTICED) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            stage.sentinels().getFirst().kill();
            ledger.awaitAnswers(ENOUGH);
        }
    },
    TWO_SENTINELS_LOST("two of three sentinels are killed", Aim.UNNOTICED) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            Stage.all(stage.sentinels().subList(0, 2), Container::kill);
            ledger.awaitAnswers(ENOUGH);
            stage.awaitHealthy();
            assertEquals(primary, stage.primary(), "who comes back knowing nothing lets the primary be");
        }
    },
    REPLICA_LOST("a replica is gone, then a sentinel as well", Aim.UNNOTICED) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            try (var replica = new KeptAway(List.of(stage.replica()))) {
                ledger.awaitAnswers(ENOUGH);
                try (var sentinel = new KeptAway(List.of(stage.sentinels().getFirst()))) {
                    ledger.awaitAnswers(ENOUGH);
                    sentinel.assertAway();
                }
                replica.assertAway();
            }
            assertEquals(primary, stage.primary(), "nobody fails over");
        }
    },
    PRIMARY_AND_TWO_SENTINELS_LOST("two of three sentinels are gone for 10 s, and the primary is killed", Aim.OUTAGE) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            try (var sentinels = new KeptAway(stage.sentinels().subList(0, 2))) {
                ledger.awaitAnswers(ENOUGH);
                sentinels.assertAway();
                assertEquals(primary, stage.primary(), "who cannot elect lets the primary be");
                primary.kill();
                stage.assertNobodyLeads(ledger, LASTING);
                sentinels.assertAway();
            }
            stage.awaitSuccessor(primary);
        }
    },
    PRIMARY_AND_CONTROLLER_LOST("the controller and the primary are killed, and it stays away", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            try {
                stage.killWithController(primary);
                stage.awaitAnother(primary);
                ledger.awaitAnswers(ENOUGH);
            } finally {
                stage.startController();
            }
        }
    },
    ALL_KILLED("all Redis and sentinels are killed at once", Aim.RESTART) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var all = new ArrayList<>(stage.members());
            all.addAll(stage.sentinels());
            Stage.all(all, Container::kill);
        }
    },
    DNS_SILENT("the primary is killed while the DNS answers nothing", Aim.FAILOVER) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            stage.lab().silenceDns();
            try {
                var primary = stage.primary();
                primary.kill();
                stage.awaitAnother(primary);
                stage.awaitHealthy();
            } finally {
                stage.lab().healDns();
            }
        }
    },
    SLOW_NETWORK("its node's network is slow", Aim.SLOW) {
        @Override
        void prepare(Stage stage) {
            stage.movePrimaryFromTheController();
        }

        @Override
        void befall(Stage stage, Ledger ledger) {
            var node = stage.primary().node();
            stage.lab().slow(node);
            try {
                ledger.awaitAnswers(5 * ENOUGH);
            } finally {
                stage.lab().heal(node);
            }
        }
    },
    NODE_CUT_OFF("its node is cut off, and comes back", Aim.FAILOVER) {
        @Override
        void prepare(Stage stage) {
            stage.movePrimaryFromTheController();
            stage.letAnAppBeBesideThePrimary();
        }

        @Override
        boolean takesTheNode() {
            return true;
        }

        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            stage.lab().partition(primary.node());
            try {
                stage.awaitAnother(primary);
                var cutOff = stage.apps(primary.node());
                assertFalse(cutOff.isEmpty(), "an app is cut off with the old primary");
                cutOff.forEach(Fault::assertCannotCount);
                ledger.awaitAnswers(ENOUGH);
            } finally {
                stage.lab().heal(primary.node());
            }
        }
    },
    NODE_LOST("its engine, that is its node, is lost, and comes back", Aim.FAILOVER) {
        @Override
        void prepare(Stage stage) {
            stage.movePrimaryFromTheController();
        }

        @Override
        boolean takesTheNode() {
            return true;
        }

        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            stage.lab().kill(primary.node());
            try {
                stage.awaitAnother(primary);
                ledger.awaitAnswers(ENOUGH);
            } finally {
                stage.lab().start(primary.node());
            }
        }
    };

    /** How long nobody is answered, in sentinel mode. */
    enum Aim {
        /** As long as downAfter and the election take. */
        FAILOVER("under 3 s", 3),
        UNNOTICED("no request fails", 3),
        RESTART("5 s after the last start", 5),
        /** Until enough of what is lost is back. */
        OUTAGE("-", 20),
        SLOW("-", 3);

        private final String words;
        private final Duration expected;

        Aim(String words, int expectedSeconds) {
            this.words = words;
            this.expected = Duration.ofSeconds(expectedSeconds);
        }

        String words() {
            return words;
        }

        /** What takes longer is broken, and not only slow. */
        Duration deadline() {
            return deadline(expected);
        }

        /** Of another aim. */
        static Duration deadline(Duration aim) {
            return aim.multipliedBy(5);
        }
    }

    private static final int ENOUGH = 100;
    private static final Duration FREEZE = Duration.ofSeconds(10);
    private static final Duration LASTING = Duration.ofSeconds(10);

    private final String words;
    private final Aim aim;

    Fault(String words, Aim aim) {
        this.words = words;
        this.aim = aim;
    }

    String words() {
        return words;
    }

    Aim aim() {
        return aim;
    }

    /**
     * With a node the swarm may lose its leader, and on a busy machine the next one takes nodes for lost that are well: it ends what
     * runs there, all Redis and all gateways at once, and starts it again. Nothing is lost by that, but it takes as long as it takes.
     */
    Duration deadline() {
        return takesTheNode() ? Eventually.LONGEST : aim.deadline();
    }

    /** What must be so before anybody counts. */
    void prepare(Stage stage) {}

    /** Whether requests are on their way to a node that is gone: nobody can answer those. */
    boolean takesTheNode() {
        return false;
    }

    /** Causes it, waits until it has its effect, and ends it, where it does not end by itself. */
    abstract void befall(Stage stage, Ledger ledger);

    /** From outside of its container, as the kernel does when memory runs out. */
    private static void killProcess(Container container) {
        var pid = container.inspect("{{.State.Pid}}");
        container
                .node()
                .docker()
                .run(
                        "run",
                        "--rm",
                        "--pid=host",
                        "--network=none",
                        "--entrypoint=sh",
                        "redis:7",
                        "-c",
                        "kill -9 " + pid);
    }

    /** An app that is asked from inside its container, where it is cut off, says that it cannot count, and why. */
    private static void assertCannotCount(Container app) {
        var request = "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET / HTTP/1.0\\r"
                + "\\n"
                + "\\r"
                + "\\n"
                + "' >&3; mapfile -u 3 said; printf %s \"${said[@]}\"";
        var answer = app.exec("bash", "-c", request).ok();
        assertTrue(answer.lines().findFirst().orElse("").contains(" 503 "), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
    }

    static void rest(long until) {
        try {
            TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Those that a Redis without a copy can be tried by: one that is alone, and a shard. */
    static List<Fault> ofOneRedis() {
        return List.of(FULL_DISK, PROCESS_KILLED, FROZEN);
    }
}
