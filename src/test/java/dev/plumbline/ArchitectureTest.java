package dev.plumbline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the code to the table of packages in ARCHITECTURE.md, which is read from there. */
class ArchitectureTest {
    private static final String ROOT = "dev.plumbline";

    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|.*\\| (?:–|(`.*`)) \\|");

    /** What each package may use, beside the root package and itself. */
    private static final Map<String, Set<String>> MAY_USE = table();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new TreeMap<>();
        try (Stream<String> lines = Files.lines(Path.of("ARCHITECTURE.md"))) {
            lines.map(ROW::matcher).filter(Matcher::matches).forEach(row -> {
                String uses = row.group(2) == null ? "" : row.group(2).replace("`", "");
                table.put(row.group(1), uses.isEmpty() ? Set.of() : Set.of(uses.split(", ")));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    @Test
    void seesTheCode() {
        assertThat(CLASSES.size()).as("classes the other rules look at").isGreaterThan(100);
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> found = new TreeSet<>();
        CLASSES.forEach(type -> found.add(type.getPackageName()));
        found.remove(ROOT);
        assertThat(MAY_USE.keySet().stream().map(name -> ROOT + "." + name)).containsExactlyElementsOf(found);
    }

    @Test
    void theTableNamesNoPackageThatIsNotInIt() {
        assertThat(MAY_USE.keySet())
                .containsAll(MAY_USE.values().stream().flatMap(Set::stream).toList());
    }

    @Test
    void everyPackageIsCheckedForNull() {
        CLASSES.forEach(type -> assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                .as(type.getPackageName() + " has a package-info.java with @NullMarked")
                .isTrue());
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        MAY_USE.forEach((name, allowed) -> {
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage(ROOT + "." + name))
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
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
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
                .that(resideInAnyPackage(
                        ROOT, ROOT + ".sql..", ROOT + ".config..", ROOT + ".migrate.layout..", ROOT + ".report.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "org.postgresql.."))
                .check(CLASSES);
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".db..").and(resideOutsideOfPackage(ROOT + ".shadow..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.postgresql.."))
                .check(CLASSES);
    }

    @Test
    void noOptionIsDeclaredByAnAnnotation() {
        // Reading one costs each start tens of milliseconds.
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("picocli..")
                        .and(DescribedPredicate.describe("annotations", JavaClass::isAnnotation)))
                .check(CLASSES);
    }
}
