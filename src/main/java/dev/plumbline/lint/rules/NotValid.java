package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.sql.Identifiers;

/** A constraint that only new rows must meet at first, and that is validated later, while everybody goes on. */
final class NotValid {
    private NotValid() {}

    /** What to write instead of a constraint that is checked at once. */
    static String[] instead(Alteration alteration, String name, String definition) {
        String table = alteration.sqlTable();
        String quoted = Identifiers.quote(name);
        return new String[] {
            "ALTER TABLE " + table + " ADD CONSTRAINT " + quoted + " " + definition + " NOT VALID;",
            "in a later migration: ALTER TABLE " + table + " VALIDATE CONSTRAINT " + quoted + ";"
        };
    }

    /** The name that it has, or the one that PostgreSQL would choose. */
    static String name(Alteration alteration, String columns, String suffix) {
        String given = alteration.def().text("conname");
        String middle = columns.isEmpty() ? "" : "_" + columns;
        return given.isEmpty() ? alteration.table().name().name() + middle + "_" + suffix : given;
    }
}
