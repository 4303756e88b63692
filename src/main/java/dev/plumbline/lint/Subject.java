package dev.plumbline.lint;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.Script;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.grammar.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement, and what a rule can know of it.
 *
 * @param tree        as PostgreSQL parses it
 * @param world       what is known of the database before it; it moves on with the next statement
 * @param effect      what it does to relations that others use
 * @param transaction what it commits with
 */
public record Subject(File file, Statement statement, Tree tree, World world, Effect effect, Transaction transaction) {
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

    /** The sub-commands of {@code ALTER TABLE} of a type, such as {@code AddColumn}. */
    public List<Tree> commands(String type) {
        return is("AlterTableStmt")
                ? tree.list("cmds").stream()
                        .filter(it -> it.text("subtype").equals("AT_" + type))
                        .toList()
                : List.of();
    }

    /** The columns that it makes: of a new table, or of one that is there. */
    public List<Tree> newColumns() {
        if (is("CreateStmt")) {
            return tree.list("tableElts").stream()
                    .filter(it -> it.is("ColumnDef"))
                    .toList();
        }
        return commands("AddColumn").stream().map(it -> it.child("def")).toList();
    }

    /** Whether it makes the table that it is about. */
    public boolean makesTable() {
        return is("CreateStmt");
    }

    /** Relations that were there before the file, in a lock of at least that strength. */
    public List<QualifiedName> locked(LockMode least) {
        List<QualifiedName> locked = new ArrayList<>();
        effect.locks().forEach((name, mode) -> {
            if (mode.compareTo(least) >= 0) {
                locked.add(name);
            }
        });
        return locked;
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
        return name.schema().equals("public") ? name.name() : name.toString();
    }
}
