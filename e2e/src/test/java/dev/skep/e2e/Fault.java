package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
            assertEquals(primary, stage.primary(), "who cannot elect lets the primary be");
        }
    },
    PRIMARY_AND_TWO_SENTINELS_LOST("two of three sentinels are killed, and the primary", Aim.OUTAGE) {
        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            Stage.all(stage.sentinels().subList(0, 2), Container::kill);
            primary.kill();
            stage.awaitAnother(primary);
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
        }

        @Override
        void befall(Stage stage, Ledger ledger) {
            var primary = stage.primary();
            stage.lab().partition(primary.node());
            try {
                stage.awaitAnother(primary);
                for (var app : stage.apps(primary.node())) {
                    assertFalse(countsInside(app), "who is cut off with the old primary cannot count in it");
                }
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
        FAILOVER("under 3 s"),
        UNNOTICED("no request fails"),
        RESTART("5 s after the last start"),
        /** Until enough of what is lost is back. */
        OUTAGE("-"),
        SLOW("-");

        private final String words;

        Aim(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final int ENOUGH = 100;
    private static final Duration FREEZE = Duration.ofSeconds(10);

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

    /** What must be so before anybody counts. */
    void prepare(Stage stage) {}

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

    /** Whether an app that is asked from inside its container counts. */
    private static boolean countsInside(Container app) {
        var request =
                "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; read -r line <&3; echo \"$line\"";
        return app.exec("bash", "-c", request).ok().contains(" 200 ");
    }

    private static void rest(long until) {
        try {
            TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Those that a Redis without a copy can be tried by. */
    static List<Fault> ofOneRedis() {
        return List.of(FULL_DISK, PROCESS_KILLED, FROZEN);
    }
}
