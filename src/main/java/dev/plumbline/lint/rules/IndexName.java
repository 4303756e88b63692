package dev.plumbline.lint.rules;

/** How indexes are named. */
final class IndexName extends NameRule {
    IndexName() {
        super(GivenName.Kind.INDEX);
    }
}
