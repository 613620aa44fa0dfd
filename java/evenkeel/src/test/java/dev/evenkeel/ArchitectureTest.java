package dev.evenkeel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the packages, as CONTRIBUTING draws them. */
class ArchitectureTest {
    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.evenkeel");

    /** A package and all of this project that it may use besides itself. */
    @ParameterizedTest
    @CsvSource({
        "dev.evenkeel,                     ",
        "dev.evenkeel.internal.spi,        dev.evenkeel",
        "dev.evenkeel.internal.cpu,          dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.internal.cpu.network dev.evenkeel.internal.cpu.parallel dev.evenkeel.internal.cpu.kernel",
        "dev.evenkeel.internal.cpu.network,  dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.internal.cpu.parallel dev.evenkeel.internal.cpu.kernel dev.ludovic.netlib..",
        "dev.evenkeel.internal.cpu.parallel, dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.internal.cpu.kernel",
        "dev.evenkeel.internal.cpu.kernel,   dev.evenkeel dev.evenkeel.internal.spi",
        "dev.evenkeel.internal.cpu.simd,     dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.internal.cpu.kernel jdk.incubator.vector..",
        "dev.evenkeel.internal.cuda,       dev.evenkeel dev.evenkeel.internal.spi",
        "dev.evenkeel.internal.cuda.jcuda, dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.internal.cuda",
        "dev.evenkeel.cuda,                dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.internal.cuda dev.evenkeel.internal.cuda.jcuda",
        "dev.evenkeel.tensor,              dev.evenkeel dev.evenkeel.internal.spi",
        "dev.evenkeel.io,                  dev.evenkeel dev.evenkeel.tensor com.fasterxml.jackson.core..",
        "dev.evenkeel.norms,               dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.tensor",
        "dev.evenkeel.nn,                  dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.norms dev.evenkeel.tensor dev.evenkeel.io",
        "dev.evenkeel.scale,               ",
        "dev.evenkeel.loss,                dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.tensor",
        "dev.evenkeel.optim,               dev.evenkeel dev.evenkeel.internal.spi dev.evenkeel.nn dev.evenkeel.tensor",
    })
    void arrowsPointDown(String from, String to) {
        String[] allowed = (from + " " + (to == null ? "" : to)).trim().split(" ");
        classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(allowed, "java..", "org.jspecify..", "jcuda.."))
                .check(LIBRARY);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.evenkeel.(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void onlyTwoPackagesNameJcuda() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.evenkeel.internal.cuda.jcuda", "dev.evenkeel.cuda")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jcuda..")
                .check(LIBRARY);
    }

    /** A JVM without that module loads all but this package. */
    @Test
    void onlyOnePackageNamesTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.evenkeel.internal.cpu.simd")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(LIBRARY);
    }

    @Test
    void libraryPrintsNothing() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
    }

    private static String[] concat(String[] packages, String... more) {
        String[] all = java.util.Arrays.copyOf(packages, packages.length + more.length);
        System.arraycopy(more, 0, all, packages.length, more.length);
        return all;
    }
}
