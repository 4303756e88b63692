package dev.plumbline.lint.rules;

/** How tables and views are named. */
final class TableName extends NameRule {
    TableName() {
        super(GivenName.Kind.TABLE);
    }
}
