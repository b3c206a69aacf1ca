package dev.skep.incrementor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = Main.class, importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheAdapterKnowsJedis = noClasses()
            .that()
            .resideOutsideOfPackage("..incrementor.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule httpNeverCallsRedis = noClasses()
            .that()
            .resideInAPackage("..incrementor.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..incrementor.redis..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("RedisLink");

    @ArchTest
    static final ArchRule theCounterKnowsNoHttp = noClasses()
            .that()
            .resideInAnyPackage("..incrementor.counter..", "..incrementor.metrics..", "..incrementor.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "..incrementor.http..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.skep.incrementor.(*)..").should().beFreeOfCycles();
}
