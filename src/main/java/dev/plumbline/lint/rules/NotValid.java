package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Fix;
import dev.plumbline.sql.Identifiers;
import java.util.List;
import java.util.Optional;

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

    /** Makes a constraint that has a name NOT VALID, where it is all that its statement does. */
    static Optional<Fix> fix(Alteration alteration) {
        String name = alteration.def().text("conname");
        return name.isEmpty() ? Optional.empty() : fix(alteration, name, Fix.insert(alteration.to(), " NOT VALID"));
    }

    /** The same where {@code added} adds it. */
    static Optional<Fix> fix(Alteration alteration, String name, Fix added) {
        if (alteration.subject().alterations().size() != 1) {
            return Optional.empty();
        }
        String validate =
                "ALTER TABLE " + alteration.sqlTable() + " VALIDATE CONSTRAINT " + Identifiers.quote(name) + ";";
        // In the same transaction the lock of the first statement would be held while the second one reads.
        boolean alone = alteration.subject().transaction().alone();
        return Optional.of(Fix.all(List.of(
                added, alteration.subject().followedBy(alone ? validate : "-- in a later migration: " + validate))));
    }
}
