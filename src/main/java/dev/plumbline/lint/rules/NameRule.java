package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Settings;
import dev.plumbline.lint.Subject;
import dev.plumbline.lint.Wording;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of one kind match the pattern under {@code lint.names} in plumb.yml, or else need no quotes. One finding for a statement. */
abstract sealed class NameRule implements Rule permits ColumnName, ConstraintName, IndexName, PartitionName, TableName {
    /** What PostgreSQL reads as it is written (PostgreSQL 18 manual, 4.1.1), but for letters that are not ASCII. */
    private static final String PLAIN = "[a-z_][a-z0-9_]*";

    private final GivenName.Kind kind;
    private final String standard;
    private final String advice;

    NameRule(GivenName.Kind kind) {
        this(kind, PLAIN, "small letters, digits and _, so that no query has to quote it");
    }

    /** {@code standard} is the pattern where the project gives none, {@code advice} what it says in words. */
    NameRule(GivenName.Kind kind, String standard, String advice) {
        this.kind = kind;
        this.standard = standard;
        this.advice = advice;
    }

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public void check(Subject subject, Report report) {
        Optional<String> own = pattern(subject.settings());
        String pattern = own.orElse(standard);
        List<GivenName> others = GivenName.of(subject, kind).stream()
                .filter(it -> !matches(pattern, it))
                .toList();
        if (!others.isEmpty()) {
            GivenName first = others.getFirst();
            String names =
                    Wording.and(others.stream().map(it -> '"' + it.name() + '"').toList());
            boolean one = others.size() == 1;
            report.at(first.subject(), first.node())
                    .object(first.name())
                    .instead(own.map(it -> "a name like " + it + " (lint.names." + kind + " in plumb.yml)")
                            .orElse(advice))
                    .say((one ? kind : kind.plural()) + " " + names + (one ? " is" : " are") + " not named as "
                            + (own.isPresent() ? "the project names " : "usual for ") + kind.plural());
        }
    }

    private Optional<String> pattern(Settings settings) {
        return settings.name(kind.toString());
    }

    /** {@code {table}} stands for the name of the table that it belongs to. */
    private static boolean matches(String pattern, GivenName given) {
        return given.name().matches(pattern.replace("{table}", Pattern.quote(given.table())));
    }
}
