package dev.plumbline.lint.rules;

/** How columns are named. */
final class ColumnName extends NameRule {
    ColumnName() {
        super(GivenName.Kind.COLUMN);
    }
}
