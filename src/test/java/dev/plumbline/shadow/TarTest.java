package dev.plumbline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
    private static final String LONG = "a/" + "b".repeat(70) + "/" + "c".repeat(70);

    @TempDir
    Path target;

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "posix", "ustar"})
    void unpacksWhatTarWrites(String format, @TempDir Path source) throws Exception {
        Path file = source.resolve(LONG);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x".repeat(1000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("a"));
        Files.createFile(source.resolve("empty"));

        Process tar = new ProcessBuilder("tar", "-c", "--format=" + format, "-C", source.toString(), ".")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Tar.unpack(tar.getInputStream(), target);

        assertThat(target.resolve(LONG)).hasContent("x".repeat(1000));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(LONG))))
                .isEqualTo("rwxr-x---");
        assertThat(Files.readSymbolicLink(target.resolve("link"))).isEqualTo(Path.of("a"));
        assertThat(target.resolve("empty")).isEmptyFile();
    }

    @Test
    void refusesNamesOutside() {
        assertThatThrownBy(() -> unpack(entry('0', "../evil", "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("../evil");
        assertThatThrownBy(() -> unpack(entry('0', "/etc/evil", "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/etc/evil");
        assertThat(target.resolveSibling("evil")).doesNotExist();
    }

    @Test
    void refusesLinksToOutside() {
        assertThatThrownBy(() -> unpack(entry('2', "lib", "/etc")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/etc");
        assertThatThrownBy(() -> unpack(entry('2', "lib/x", "../../etc"))).isInstanceOf(IOException.class);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void refusesOtherKindsOfEntries() {
        assertThatThrownBy(() -> unpack(entry('3', "device", "")))
                .hasMessage("tar entry device has the unsupported type '3'");
    }

    @Test
    void refusesATruncatedStream() {
        assertThatThrownBy(() -> unpack(Arrays.copyOf(entry('0', "file", ""), 512)))
                .isInstanceOf(EOFException.class);
    }

    private void unpack(byte[] tar) throws IOException {
        Tar.unpack(new ByteArrayInputStream(tar), target);
    }

    private static byte[] entry(char type, String name, String link) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, "00000000000");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar");
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        List.of(header, new byte[1024]).forEach(tar::writeBytes);
        return tar.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
