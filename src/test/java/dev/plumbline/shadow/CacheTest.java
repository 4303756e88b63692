package dev.plumbline.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    Path root;

    private Cache cache = new Cache(Path.of(""));

    @BeforeEach
    void open() {
        cache = new Cache(root);
    }

    @Test
    void whatBrokeOffIsDeletedByWhoeverFillsTheSame() throws Exception {
        Path brokenOff = partial("binaries/linux-17.5-abc", Duration.ZERO);
        Path others = partial("binaries/linux-15.1-abc", Duration.ZERO);
        Path filled = cache.once(
                "binaries/linux-17.5-abc", "fetch-17", directory -> Files.writeString(directory.resolve("a"), "b"));
        assertThat(filled.resolve("a")).hasContent("b");
        assertThat(brokenOff).doesNotExist();
        assertThat(others).as("at work under another lock").isDirectory();
    }

    @Test
    void whatNobodyFillsAgainIsDeletedAfterADay() throws Exception {
        Path old = partial("binaries/linux-17.5-abc", Duration.ofHours(25));
        Path young = partial("binaries/linux-15.1-abc", Duration.ofHours(23));
        Path whole = Files.createDirectories(root.resolve("binaries/linux-16.1-abc"));
        Files.setLastModifiedTime(whole, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
        cache.sweep();
        assertThat(old).doesNotExist();
        assertThat(young).isDirectory();
        assertThat(whole).isDirectory();
    }

    /** As a download that was killed leaves it. */
    private Path partial(String name, Duration age) throws IOException {
        Path partial = Files.createDirectories(root.resolve(name + ".0123456789abcdef.partial"));
        Files.write(partial.resolve("download.jar"), new byte[100]);
        Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(age)));
        return partial;
    }
}
