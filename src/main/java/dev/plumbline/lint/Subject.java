package dev.plumbline.lint;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.Identifiers;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.Token;
import dev.plumbline.sql.grammar.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement, and what a rule can know of it. */
public final class Subject {
    private static final String PUBLIC = "public";

    private final File file;
    private final Statement statement;
    private final Tree tree;
    private final World world;
    private final Effect effect;
    private final Transaction transaction;

    /** Most rules ask for them. */
    private final List<Alteration> alterations;

    Subject(File file, Statement statement, Tree tree, World world, Effect effect, Transaction transaction) {
        this.file = file;
        this.statement = statement;
        this.tree = tree;
        this.world = world;
        this.effect = effect;
        this.transaction = transaction;
        this.alterations = Alteration.of(this);
    }

    /**
     * A script.
     *
     * @param path     as the user would type it
     * @param slug     the words of the migration's name; empty for a file that is none
     * @param version  of the migration; empty for a file that is none
     * @param subjects its statements so far
     */
    public record File(
            Path path, String version, String slug, Script script, Settings settings, List<Subject> subjects) {}

    /**
     * Statements that commit together.
     *
     * @param alone    whether it is one that runs outside of transactions
     * @param explicit whether the file itself says BEGIN
     * @param subjects those before this one, in order
     */
    public record Transaction(boolean alone, boolean explicit, List<Subject> subjects) {}

    public File file() {
        return file;
    }

    public Statement statement() {
        return statement;
    }

    /** As PostgreSQL parses it. */
    public Tree tree() {
        return tree;
    }

    /** What is known of the database before it; it moves on with the next statement. */
    public World world() {
        return world;
    }

    /** What it does to relations that others use. */
    public Effect effect() {
        return effect;
    }

    /** What it commits with. */
    public Transaction transaction() {
        return transaction;
    }

    /** The version of PostgreSQL that it is for. */
    public int major() {
        return world.major();
    }

    public Settings settings() {
        return file.settings();
    }

    /** Whether it is of that kind. */
    public boolean is(String kind) {
        return tree.is(kind);
    }

    /** The relation that the statement is about. */
    public Relation relation() {
        return world.relation(tree.child("relation"));
    }

    /** The sub-commands of {@code ALTER TABLE}. */
    public List<Alteration> alterations() {
        return alterations;
    }

    /** The sub-commands of {@code ALTER TABLE} of a type, such as {@code AddColumn}. */
    public List<Alteration> alterations(String type) {
        return alterations().stream().filter(it -> it.type().equals(type)).toList();
    }

    /** The columns that it makes: of a new table, or of one that is there. */
    public List<Tree> newColumns() {
        return is("CreateStmt")
                ? tree.list("tableElts").stream()
                        .filter(it -> it.is("ColumnDef"))
                        .toList()
                : alterations("AddColumn").stream().map(Alteration::def).toList();
    }

    /** The columns that it gives a type. */
    public List<TypedColumn> typedColumns() {
        return TypedColumn.of(this);
    }

    /** Whether PostgreSQL refuses it inside of a transaction. */
    public boolean refusesTransactions() {
        return Transactions.isAlone(tree);
    }

    /** The first statement before it that locked a relation at least as strongly, and whose lock is still held. */
    public Optional<Subject> heldBy(QualifiedName relation, LockMode least) {
        return transaction.subjects().stream()
                .filter(before -> Optional.ofNullable(before.effect().locks().get(relation))
                        .filter(mode -> mode.compareTo(least) >= 0)
                        .isPresent())
                .findFirst();
    }

    /** Writes something behind the first occurrence of a key word, given in lower case. */
    public Optional<Fix> afterWord(String keyword, String text) {
        for (Token token : statement.tokens().all()) {
            if (token.is(keyword)) {
                return Optional.of(Fix.insert(statement.offset() + token.end(), text));
            }
        }
        return Optional.empty();
    }

    /** Writes something on lines of its own behind the statement. */
    public Fix followedBy(String text) {
        String all = file.script().source().text();
        int end = statement.offset() + statement.text().length();
        int next = end;
        while (next < all.length() && Character.isWhitespace(all.charAt(next))) {
            next++;
        }
        boolean ended = next < all.length() && all.charAt(next) == ';';
        return Fix.insert(ended ? next + 1 : end, (ended ? "\n" : ";\n") + text);
    }

    /**
     * The relation that a name stands for in the statement, where it was there before the file and the statement keeps everybody from
     * it. Unlike the world, this does not move on.
     *
     * @param names its name, and before it the schema where the statement says one
     */
    public Optional<QualifiedName> inUse(List<String> names) {
        return effect.locks().entrySet().stream()
                .filter(it -> it.getValue() == LockMode.ACCESS_EXCLUSIVE)
                .map(Map.Entry::getKey)
                .filter(name -> name.name().equals(names.getLast())
                        && (names.size() == 1 || name.schema().equals(names.get(names.size() - 2))))
                .findFirst();
    }

    /** The same of a name as {@code RangeVar} holds it. */
    public Optional<QualifiedName> inUse(Tree rangeVar) {
        String schema = rangeVar.text("schemaname");
        String name = rangeVar.text("relname");
        return inUse(schema.isEmpty() ? List.of(name) : List.of(schema, name));
    }

    /** The line of the file that it begins in. */
    public int line() {
        return statement.start().line();
    }

    /** Where in the file's text a node of the tree begins; the statement itself where PostgreSQL does not say. */
    public int offset(Tree node) {
        return statement.offset() + node.at().orElse(0);
    }

    /** The constraint by which a node says something, such as {@code CONSTR_NOTNULL} of a column. */
    public static Optional<Tree> constraint(Tree column, String type) {
        return column.list("constraints").stream()
                .filter(it -> it.text("contype").equals(type))
                .findFirst();
    }

    /** A name for people: without the schema that nearly all is in. */
    public static String shown(QualifiedName name) {
        return name.schema().equals(PUBLIC) ? name.name() : name.toString();
    }

    /** A name for SQL: without the schema that nearly all is in, and in quotes where it needs them. */
    public static String sql(QualifiedName name) {
        return name.schema().equals(PUBLIC)
                ? Identifiers.quote(name.name())
                : Identifiers.qualified(name.schema(), name.name());
    }
}
