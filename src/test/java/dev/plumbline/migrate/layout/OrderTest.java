package dev.plumbline.migrate.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrderTest {
    @Provide
    Arbitrary<Layout> layouts() {
        return Arbitraries.of(Layout.all());
    }

    /** Three versions of one layout. */
    record Three(Layout layout, Version a, Version b, Version c) {}

    @Provide
    Arbitrary<Three> threes() {
        return layouts().flatMap(layout -> {
            Arbitrary<Version> versions = Samples.identities(layout).map(layout::version);
            return versions.list().ofSize(3).map(list -> new Three(layout, list.get(0), list.get(1), list.get(2)));
        });
    }

    @Property
    void isATotalOrder(@ForAll("threes") Three three) {
        Comparator<Version> order = three.layout().order();
        int ab = Integer.signum(order.compare(three.a(), three.b()));
        int bc = Integer.signum(order.compare(three.b(), three.c()));
        int ac = Integer.signum(order.compare(three.a(), three.c()));
        assertThat(order.compare(three.a(), three.a())).isZero();
        assertThat(Integer.signum(order.compare(three.b(), three.a()))).isEqualTo(-ab);
        if (ab == bc) {
            assertThat(ac).isEqualTo(ab);
        }
        if (ab == 0) {
            assertThat(ac).isEqualTo(bc);
        }
    }

    @Property
    void equalKeysAreTheSameVersion(@ForAll("threes") Three three) {
        boolean same = three.layout().order().compare(three.a(), three.b()) == 0;
        assertThat(same).isEqualTo(three.a().key().equals(three.b().key()));
    }

    @Provide
    Arbitrary<List<Integer>> parts() {
        return Arbitraries.integers().between(0, 300).list().ofMinSize(1).ofMaxSize(6);
    }

    @Property
    void flywayIgnoresTrailingZerosLeadingZerosAndTheSeparator(@ForAll("parts") List<Integer> parts) {
        Version plain = FlywayVersions.of(
                String.join(".", parts.stream().map(String::valueOf).toList()));
        Version padded = FlywayVersions.of(
                String.join("_", parts.stream().map(part -> "00" + part).toList()) + ".0_0");
        assertThat(FlywayVersions.ORDER.compare(plain, padded)).isZero();
        assertThat(padded.key()).isEqualTo(plain.key());
    }

    @Property
    void flywayComparesNumberByNumber(@ForAll("parts") List<Integer> parts) {
        String text = String.join(".", parts.stream().map(String::valueOf).toList());
        Version version = FlywayVersions.of(text);
        assertThat(FlywayVersions.ORDER.compare(version, FlywayVersions.of(text + ".1")))
                .isNegative();
        assertThat(FlywayVersions.ORDER.compare(version, FlywayVersions.of(FlywayVersions.following(text))))
                .isNegative();
        assertThat(FlywayVersions.ORDER.compare(version, FlywayVersions.repeatable("a")))
                .isNegative();
    }

    record Existing(Layout layout, Set<String> identities) {}

    @Provide
    Arbitrary<Existing> existing() {
        return Arbitraries.of(Layout.all()).flatMap(layout -> Samples.identities(layout)
                .set()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(identities -> new Existing(layout, identities)));
    }

    /** What is written is read back, and is the last of all. */
    @Property(tries = 300)
    void isAlwaysTheNewest(@ForAll("existing") Existing existing) throws IOException {
        Layout layout = existing.layout();
        List<Migration> migrations = existing.identities().stream()
                .map(identity -> Samples.migration(layout, identity))
                .toList();
        Path written = Files.createTempDirectory("newest");
        List<Path> files = layout.newFiles("add email", migrations, LocalDateTime.of(2026, 11, 20, 9, 5, 7)).stream()
                .map(NewFile::path)
                .toList();
        for (Path file : files) {
            Directory.with(written, file.toString());
        }
        Migration read = Directory.read(written).migrations().getFirst();
        assertThat(migrations)
                .allSatisfy(migration -> assertThat(layout.order().compare(migration.version(), read.version()))
                        .isNegative());
        try (Stream<Path> left = Files.walk(written)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
