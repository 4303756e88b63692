import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Fetches PostgreSQL's grammar, libpg_query compiled to WebAssembly, and cuts its functions so that each fits into a method of the
 * JVM: the parser's own is one of some hundred thousand bytes, and a method has at most 65,535. What does not fit would be
 * interpreted, twenty times slower.
 */
final class Main {
    private static final String REGISTRY = "https://registry.npmjs.org";
    private static final String PACKAGE = "/libpg-query/-/libpg-query-18.1.5.tgz";
    private static final String SHA512 =
            "xsksgH106LyVUylIp2bJz1MPFmVVIGKbB8belGWmh+J8/i38w8eM1twDIBnd97tzeNQFctH9MWKMthl22+fWcQ==";
    private static final String ENTRY = "package/wasm/libpg-query.wasm";

    /** What is called of it: the start, malloc, free, parse, free the result, and what goes with longjmp. */
    private static final Set<String> USED = Set.of("A", "C", "E", "F", "G", "P", "Q", "R");

    /** From how many bytes on a function may become too large a method. */
    private static final int LARGE = 8_000;

    private static final int ATTEMPTS = 3;
    private static final int TAR_BLOCK = 512;

    private Main() {}

    /** The one argument is the file to write. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Module module = new Module(entry(download()));
        module.keep(USED);
        int functions = module.functions();
        for (int i = 0; i < functions; i++) {
            if (module.size(i) > LARGE) {
                module.replace(i, Ladder.cut(module, module.function(i)));
            }
        }
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, module.binary());
    }

    private static byte[] download() throws IOException, InterruptedException {
        String named = System.getenv().getOrDefault("NPM_CONFIG_REGISTRY", "");
        URI from = URI.create((named.isBlank() ? REGISTRY : named.strip().replaceAll("/+$", "")) + PACKAGE);
        for (int attempt = 1; ; attempt++) {
            try {
                return download(from);
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException(
                            "PostgreSQL's grammar could not be fetched from " + from + " (" + e
                                    + "); NPM_CONFIG_REGISTRY names another registry",
                            e);
                }
                Thread.sleep(Duration.ofSeconds(attempt));
            }
        }
    }

    private static byte[] download(URI from) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(from).timeout(Duration.ofMinutes(2)).build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("answered " + answer.statusCode());
            }
            if (!SHA512.equals(sha512(answer.body()))) {
                throw new IOException("what came is not what was published: its SHA-512 differs");
            }
            return answer.body();
        }
    }

    private static String sha512(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    /** The module, out of the package (POSIX.1-1988 ustar: name at 0, size in octal at 124). */
    private static byte[] entry(byte[] archive) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            for (byte[] head = in.readNBytes(TAR_BLOCK); head.length == TAR_BLOCK; head = in.readNBytes(TAR_BLOCK)) {
                String name = text(head, 0, 100);
                String size = text(head, 124, 12).strip();
                int bytes = size.isEmpty() ? 0 : Integer.parseInt(size, 8);
                byte[] content = in.readNBytes(bytes);
                in.skipNBytes((TAR_BLOCK - bytes % TAR_BLOCK) % TAR_BLOCK);
                if (name.equals(ENTRY)) {
                    return content;
                }
            }
        }
        throw new IOException("there is no " + ENTRY + " in it");
    }

    private static String text(byte[] block, int from, int length) {
        String text = new String(block, from, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
