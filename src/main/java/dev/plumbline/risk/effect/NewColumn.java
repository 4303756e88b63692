package dev.plumbline.risk.effect;

import dev.plumbline.risk.Relation;
import dev.plumbline.risk.Types;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ADD COLUMN} asks for. A column that has the same value in every row is kept in the catalog alone
 * ({@code attmissingval}); any other is written into every row.
 *
 * @param written     whether its values differ from row to row
 * @param defaulted   whether rows that are there get a value other than NULL
 * @param unsure      whether it is not told if the default's values differ
 * @param checked     whether rows are checked by a check that children inherit
 * @param checkedHere whether they are by one that is the table's alone
 * @param required    whether it is NOT NULL
 * @param indexed     whether an index is built for it
 * @param references  the tables that it points to
 */
record NewColumn(
        String name,
        String type,
        boolean written,
        boolean defaulted,
        boolean unsure,
        boolean checked,
        boolean checkedHere,
        boolean required,
        boolean indexed,
        List<Relation> references) {
    static NewColumn of(Tree column, World world) {
        boolean written = Types.isSerial(column.child("typeName"));
        boolean defaulted = written;
        boolean unsure = false;
        boolean checked = false;
        boolean checkedHere = false;
        boolean required = false;
        boolean indexed = false;
        List<Relation> references = new ArrayList<>();
        for (Tree constraint : column.list("constraints")) {
            switch (constraint.text("contype")) {
                case "CONSTR_DEFAULT" -> {
                    defaulted = !Expressions.isNull(constraint.child("raw_expr"));
                    Optional<Boolean> changes = Expressions.isVolatile(constraint.child("raw_expr"), world);
                    written |= changes.orElse(false);
                    unsure |= changes.isEmpty();
                }
                case "CONSTR_IDENTITY" -> written = true;
                // PostgreSQL 18 prints an s or a v; a virtual one holds nothing.
                case "CONSTR_GENERATED" ->
                    written |= !constraint.text("generated_kind").equals("v");
                case "CONSTR_NOTNULL" -> required = true;
                case "CONSTR_CHECK" -> {
                    boolean checks = !constraint.flag("skip_validation");
                    checked |= checks && !constraint.flag("is_no_inherit");
                    checkedHere |= checks;
                }
                case "CONSTR_UNIQUE" -> indexed = true;
                case "CONSTR_PRIMARY" -> {
                    indexed = true;
                    required = true;
                }
                case "CONSTR_FOREIGN" -> references.add(world.relation(constraint.child("pktable")));
                default -> {
                    // Deferrable and the like.
                }
            }
        }
        return new NewColumn(
                column.text("colname"),
                Types.format(column.child("typeName"), world),
                written,
                defaulted || written,
                unsure,
                checked,
                checkedHere,
                required,
                indexed,
                references);
    }
}
