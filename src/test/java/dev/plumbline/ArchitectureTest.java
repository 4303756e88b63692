package dev.plumbline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the code to the table of allowed dependencies, which ARCHITECTURE.md shows too. */
class ArchitectureTest {
    private static final String ROOT = "dev.plumbline";

    /** What each package may use, beside the root package and itself. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.of(
            "model", Set.of(),
            "sql", Set.of("model"),
            "db", Set.of("sql"),
            "config", Set.of(),
            "shadow", Set.of("db", "sql"),
            "migrate", Set.of("model", "sql", "db"),
            "source", Set.of("model", "sql", "db", "shadow", "migrate"),
            "report", Set.of("model", "sql", "db", "migrate"),
            "cli", Set.of("model", "config", "db", "migrate", "report", "shadow", "source")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void seesTheCode() {
        assertThat(CLASSES.size()).as("classes the other rules look at").isGreaterThan(100);
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> found = new TreeSet<>();
        CLASSES.forEach(type -> {
            String name = type.getPackageName();
            if (name.startsWith(ROOT + ".")) {
                found.add(name.substring(ROOT.length() + 1).replaceAll("\\..*", ""));
            }
        });
        assertThat(found).isEqualTo(MAY_USE.keySet());
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        MAY_USE.forEach((name, allowed) -> {
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage(ROOT + "." + name + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(forbidden))
                    .check(CLASSES);
        });
    }

    @Test
    void theRootPackageUsesNothing() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT)))
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrintsAndEndsTheProcess() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".cli.."))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void jdbcStaysWhereDatabasesAre() {
        noClasses()
                .that(resideInAnyPackage(ROOT, ROOT + ".sql..", ROOT + ".config..", ROOT + ".report.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "org.postgresql.."))
                .check(CLASSES);
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".db..").and(resideOutsideOfPackage(ROOT + ".shadow..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.postgresql.."))
                .check(CLASSES);
    }
}
