package dev.plumbline.cli;

import java.util.Optional;

/** Which Plumbline this is. */
final class Version {
    private Version() {}

    /** From the jar's manifest; {@code development} where the classes do not come from a jar. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
