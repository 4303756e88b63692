package dev.plumbline.rows;

import dev.plumbline.model.Column;
import dev.plumbline.model.Constraint;
import dev.plumbline.model.Index;
import dev.plumbline.model.Schema;
import dev.plumbline.model.Table;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What no two rows of a table may have in common. */
final class UniqueKeys {
    private UniqueKeys() {}

    /** The columns of each: of primary keys, uniques, exclusions and unique indexes, those of expressions too. */
    static List<List<String>> of(Schema schema, Table table) {
        List<List<String>> keys = new ArrayList<>();
        table.constraints().stream()
                .filter(it -> it.type() == Constraint.Type.PRIMARY_KEY
                        || it.type() == Constraint.Type.UNIQUE
                        || it.type() == Constraint.Type.EXCLUDE)
                .map(Constraint::columns)
                .filter(columns -> !columns.isEmpty())
                .forEach(keys::add);
        List<String> names = table.columns().stream().map(Column::name).toList();
        schema.all(Index.class).stream()
                .filter(index -> index.unique() && index.table().equals(table.name()))
                .map(index -> index.keys().stream()
                        // Also within an expression: what its values are made of has one each, too.
                        .flatMap(key -> names.stream()
                                .filter(name -> key.matches("(?s).*(?<![\\w\"])"
                                        + Pattern.quote(Identifiers.quote(name)) + "(?![\\w\"]).*"))
                                .limit(1))
                        .toList())
                .filter(columns -> !columns.isEmpty())
                .forEach(keys::add);
        return keys;
    }
}
