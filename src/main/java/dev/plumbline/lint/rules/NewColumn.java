package dev.plumbline.lint.rules;

import dev.plumbline.lint.Alteration;
import dev.plumbline.lint.Subject;
import dev.plumbline.risk.Types;
import dev.plumbline.risk.World;
import dev.plumbline.sql.grammar.Tree;

/** Why a column that is added to a table has its value written into every row. */
enum NewColumn {
    SERIAL,
    GENERATED,
    DOMAIN,
    DEFAULT;

    static NewColumn of(Alteration added) {
        Tree definition = added.def();
        if (Types.isSerial(definition.child("typeName"))
                || Subject.constraint(definition, "CONSTR_IDENTITY").isPresent()) {
            return SERIAL;
        }
        if (Subject.constraint(definition, "CONSTR_GENERATED").isPresent()) {
            return GENERATED;
        }
        boolean domain = added.subject()
                .world()
                .domain(Types.format(
                        definition.child("typeName"), added.subject().world()))
                .filter(World.Domain::constrained)
                .isPresent();
        return domain ? DOMAIN : DEFAULT;
    }
}
