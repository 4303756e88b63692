package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectIdTest {
    /** Maps of a large schema are searched one by one where all of it has a few hashes. */
    @Test
    void numberedNamesHaveHashesOfTheirOwn() {
        Set<Integer> tables = new HashSet<>();
        Set<Integer> columns = new HashSet<>();
        for (int schema = 0; schema < 20; schema++) {
            for (int table = 0; table < 500; table++) {
                QualifiedName name = new QualifiedName("tenant_" + schema, "orders_" + table);
                tables.add(ObjectId.of(ObjectKind.TABLE, name).hashCode());
                for (int column = 0; column < 10; column++) {
                    columns.add(new ObjectId(ObjectKind.COLUMN, name, "value_" + column).hashCode());
                }
            }
        }
        assertThat(tables).hasSizeGreaterThan(9_990);
        assertThat(columns).hasSizeGreaterThan(99_900);
    }

    @Test
    void anObjectOfARareKindIsNamedByItsKind() {
        assertThat(new OtherObject("operator", "public.===(integer,integer)", Origin.of("a"))
                        .id()
                        .toString())
                .isEqualTo("operator public.===(integer,integer)");
    }
}
