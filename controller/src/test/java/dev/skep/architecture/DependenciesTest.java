package dev.skep.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point inwards: what decides knows nothing of what reads and writes. */
@AnalyzeClasses(packages = "dev.skep", importOptions = DoNotIncludeTests.class)
final class DependenciesTest {
    private static final String[] PURE = {
        "dev.skep.manifest..", "dev.skep.observed..", "dev.skep.desired..", "dev.skep.backup..", "dev.skep.plan.."
    };
    private static final String[] OUTER = {
        "dev.skep.act..",
        "dev.skep.swarm..",
        "dev.skep.loop..",
        "dev.skep.status..",
        "dev.skep.http..",
        "dev.skep.cli.."
    };

    @ArchTest
    static final ArchRule whatDecidesDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.dockerjava..", "redis.clients..", "java.net..", "org.slf4j..");

    @ArchTest
    static final ArchRule whatDecidesKnowsNobodyWhoActs = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OUTER);

    @ArchTest
    static final ArchRule whatDecidesReadsNoClockAndThrowsNoDice = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom");

    @ArchTest
    static final ArchRule manifestsKnowNothingElse = noClasses()
            .that()
            .resideInAPackage("dev.skep.manifest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.skep.observed..", "dev.skep.desired..", "dev.skep.plan..");

    @ArchTest
    static final ArchRule whatIsObservedDoesNotDependOnWhatIsWanted = noClasses()
            .that()
            .resideInAPackage("dev.skep.observed..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.skep.desired..", "dev.skep.plan..");

    @ArchTest
    static final ArchRule whatIsWantedDoesNotDependOnThePlan = noClasses()
            .that()
            .resideInAPackage("dev.skep.desired..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.skep.plan..");

    @ArchTest
    static final ArchRule onlyTheAdapterKnowsDockerJava = noClasses()
            .that()
            .resideOutsideOfPackage("dev.skep.swarm..")
            .and()
            .doNotHaveFullyQualifiedName("dev.skep.cli.Session")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.dockerjava..");

    @ArchTest
    static final ArchRule onlyTheHttpSideKnowsItsServerAndItsMetrics = noClasses()
            .that()
            .resideOutsideOfPackage("dev.skep.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.net.httpserver..", "io.prometheus..");

    @ArchTest
    static final ArchRule nobodyButTheCommandLineKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.skep.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.skep.cli..", "picocli..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.skep.(*)..").should().beFreeOfCycles();
}
