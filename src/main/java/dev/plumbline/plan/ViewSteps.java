package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.ViewChange;
import dev.plumbline.model.Column;
import dev.plumbline.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Views and materialized views, short of their parts. */
final class ViewSteps {
    private ViewSteps() {}

    static List<Step> create(View view, Change cause) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(statement(view, "CREATE "), cause));
        for (Column column : view.columns()) {
            column.defaultValue()
                    .ifPresent(value -> steps.add(Step.of(
                            "ALTER VIEW " + Names.sql(view.name()) + " ALTER COLUMN " + Names.quote(column.name())
                                    + " SET DEFAULT " + value,
                            cause)));
        }
        return steps;
    }

    private static String statement(View view, String create) {
        StringBuilder sql = new StringBuilder(create);
        sql.append(view.materialized() ? "MATERIALIZED VIEW " : "VIEW ").append(Names.sql(view.name()));
        sql.append(" (")
                .append(view.columns().stream()
                        .map(column -> Names.quote(column.name()))
                        .collect(Collectors.joining(", ")))
                .append(")");
        view.accessMethod().filter(method -> !method.equals("heap")).ifPresent(method -> sql.append(" USING ")
                .append(Names.quote(method)));
        if (!view.options().isEmpty()) {
            sql.append(" WITH (").append(String.join(", ", view.options())).append(")");
        }
        view.tablespace().ifPresent(space -> sql.append(" TABLESPACE ").append(Names.quote(space)));
        sql.append(" AS\n").append(view.definition());
        if (view.materialized() && !view.populated()) {
            sql.append("\nWITH NO DATA");
        }
        return sql.toString();
    }

    static List<Step> change(ViewChange change) {
        return switch (change) {
            case ViewChange.Replaced it -> List.of(Step.of(statement(it.to(), "CREATE OR REPLACE "), it));
            case ViewChange.Configured it -> configure(it);
            case ViewChange.Populated it ->
                List.of(Step.of(
                        "REFRESH MATERIALIZED VIEW " + Names.sql(it.to().name())
                                + (it.to().populated() ? "" : " WITH NO DATA"),
                        it));
            case ViewChange.Created _, ViewChange.Dropped _, ViewChange.Rebuilt _ -> List.of();
        };
    }

    private static List<Step> configure(ViewChange.Configured change) {
        View to = change.to();
        String alter = "ALTER " + Names.of(to);
        List<Step> steps = new ArrayList<>(Storage.change(alter, change.from().options(), to.options(), change));
        if (!change.from().accessMethod().equals(to.accessMethod())) {
            steps.add(Step.of(
                    alter + " SET ACCESS METHOD "
                            + Names.quote(to.accessMethod().orElse("heap")),
                    change));
        }
        if (!change.from().tablespace().equals(to.tablespace())) {
            steps.add(Step.of(
                    alter + " SET TABLESPACE " + Names.quote(to.tablespace().orElse("pg_default")), change));
        }
        return steps;
    }
}
