package dev.plumbline.lint.rules;

/** How constraints are named that the file itself names. */
final class ConstraintName extends NameRule {
    ConstraintName() {
        super(GivenName.Kind.CONSTRAINT);
    }
}
