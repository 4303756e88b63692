package dev.plumbline.shadow;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Where binaries can be had: Maven's repository on this machine, and one to download from. The user's {@code settings.xml} is
 * asked for both, as far as it needs no password.
 *
 * @param local  may not exist
 * @param remote without a slash at its end
 */
record Repositories(Path local, String remote) {
    /** The environment variable that names the repository to download from. */
    static final String VARIABLE = "PLUMB_MAVEN_REPOSITORY";

    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

    /** Settings Reference, Apache Maven 3.9: what a mirror of Central can say that it mirrors. */
    private static final List<String> COVERING_CENTRAL = List.of("*", "external:*", "central");

    static Repositories of(Map<String, String> environment) {
        Path maven = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".m2");
        Optional<Element> settings = settings(maven.resolve("settings.xml"));
        String named = environment.getOrDefault(VARIABLE, "");
        Path local = settings.flatMap(root -> text(root, "localRepository"))
                .filter(path -> !path.contains("${"))
                .map(Path::of)
                .orElse(maven.resolve("repository"));
        String remote = named.isBlank() ? settings.flatMap(Repositories::mirror).orElse(CENTRAL) : named.strip();
        return new Repositories(local, remote.replaceAll("/+$", ""));
    }

    private static Optional<String> mirror(Element settings) {
        NodeList mirrors = settings.getElementsByTagName("mirror");
        for (int i = 0; i < mirrors.getLength(); i++) {
            Element mirror = (Element) mirrors.item(i);
            List<String> covered =
                    Arrays.asList(text(mirror, "mirrorOf").orElse("").split("[,\\s]+", -1));
            if (covered.stream().anyMatch(COVERING_CENTRAL::contains) && !covered.contains("!central")) {
                return text(mirror, "url");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0
                ? Optional.empty()
                : Optional.of(found.item(0).getTextContent().strip()).filter(text -> !text.isEmpty());
    }

    /** Nothing where the file is not there or not to be read: Maven itself will tell whoever has a broken one. */
    private static Optional<Element> settings(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(in);
            return Optional.of(document.getDocumentElement());
        } catch (Exception e) {
            return Optional.empty();
        }
    }
}
