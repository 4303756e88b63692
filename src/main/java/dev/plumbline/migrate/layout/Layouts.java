package dev.plumbline.migrate.layout;

import java.util.List;

/** The four layouts. Apart from {@link Layout}, so that loading a layout never loads its siblings. */
final class Layouts {
    static final List<Layout> ALL =
            List.of(new UpDownLayout(), new FlywayLayout(), new PrismaLayout(), new DieselLayout());

    private Layouts() {}
}
