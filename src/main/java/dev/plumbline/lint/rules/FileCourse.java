package dev.plumbline.lint.rules;

import dev.plumbline.lint.Subject;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.sql.grammar.Tree;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What other statements of a file make of a name that one of them takes away. */
final class FileCourse {
    private final List<Subject> before;
    private final List<Subject> after;

    /** {@code at} is the number of the statement, from 0. */
    FileCourse(List<Subject> all, int at) {
        before = all.subList(0, at);
        // A statement can take away and add.
        after = all.subList(at, all.size());
    }

    /** Each relation in use of such types that a file drops, and that does not come back, with the statement that does. */
    static void dropped(Subject.File file, Set<String> types, BiConsumer<Subject, QualifiedName> found) {
        List<Subject> all = file.subjects();
        for (int i = 0; i < all.size(); i++) {
            Subject subject = all.get(i);
            FileCourse course = new FileCourse(all, i);
            if (subject.is("DropStmt") && types.contains(subject.tree().text("removeType"))) {
                for (Tree object : subject.tree().list("objects")) {
                    subject.inUse(object.names("items"))
                            .filter(name -> !course.comesBack(name))
                            .ifPresent(name -> found.accept(subject, name));
                }
            }
        }
    }

    /** Whether a relation of that name is made, or gets it, later. */
    boolean comesBack(QualifiedName name) {
        return after.stream().anyMatch(it -> isMadeBy(it, name) || isNamedBy(it, name));
    }

    /** Whether a table of that name is made later. */
    boolean isMadeAgain(QualifiedName name) {
        return after.stream().anyMatch(it -> it.is("CreateStmt") && isMadeBy(it, name));
    }

    private static boolean isMadeBy(Subject it, QualifiedName name) {
        Tree made =
                switch (it.tree().kind()) {
                    case "CreateStmt", "CreateForeignTableStmt" -> it.tree().child("relation");
                    case "ViewStmt" -> it.tree().child("view");
                    case "CreateTableAsStmt" -> it.tree().child("into").child("rel");
                    default -> Tree.NONE;
                };
        return !made.isNone() && isName(made, name);
    }

    /** Whether it is another's new name. */
    private static boolean isNamedBy(Subject it, QualifiedName name) {
        return it.is("RenameStmt")
                && Stream.of("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW")
                        .anyMatch(type -> it.tree().text("renameType").equals(type))
                && it.tree().text("newname").equals(name.name())
                && !it.tree().child("relation").text("relname").equals(name.name());
    }

    private static boolean isName(Tree rangeVar, QualifiedName name) {
        String schema = rangeVar.text("schemaname");
        return rangeVar.text("relname").equals(name.name()) && (schema.isEmpty() || schema.equals(name.schema()));
    }

    /** Whether the name was another's, which gave it up or went. */
    boolean wasFreed(String name) {
        return before.stream().anyMatch(it -> switch (it.tree().kind()) {
            case "RenameStmt" -> it.tree().child("relation").text("relname").equals(name);
            case "DropStmt" ->
                it.tree().list("objects").stream()
                        .anyMatch(object -> !object.names("items").isEmpty()
                                && object.names("items").getLast().equals(name));
            default -> false;
        });
    }

    /** Whether rows are put into a table of that name from another one later. */
    boolean isFilled(QualifiedName name) {
        return after.stream()
                .anyMatch(it -> it.is("InsertStmt")
                        && isName(it.tree().child("relation"), name)
                        && !it.tree().child("selectStmt").list("fromClause").isEmpty());
    }

    /** Whether the table has a column of that name again later. */
    boolean columnComesBack(QualifiedName table, String column) {
        return after.stream().anyMatch(it -> adds(it, table, column) || renamesTo(it, table, column));
    }

    /** Whether the column is added again later, without the values of another. */
    boolean isAddedAgain(QualifiedName table, String column) {
        return after.stream().anyMatch(it -> adds(it, table, column));
    }

    /** Whether the column was added by the file itself. */
    boolean wasAdded(QualifiedName table, String column) {
        return before.stream().anyMatch(it -> adds(it, table, column));
    }

    /** Whether the name was another column's, which gave it up or went. */
    boolean columnWasFreed(QualifiedName table, String column) {
        return before.stream()
                .anyMatch(it -> (isAbout(it, table)
                                && it.tree().text("renameType").equals("OBJECT_COLUMN")
                                && it.tree().text("subname").equals(column))
                        || (isAbout(it, table)
                                && it.alterations("DropColumn").stream()
                                        .anyMatch(gone -> gone.name().equals(column))));
    }

    private static boolean adds(Subject it, QualifiedName table, String column) {
        return isAbout(it, table)
                && it.alterations("AddColumn").stream()
                        .anyMatch(added -> added.name().equals(column));
    }

    private static boolean renamesTo(Subject it, QualifiedName table, String column) {
        return isAbout(it, table)
                && it.tree().text("renameType").equals("OBJECT_COLUMN")
                && it.tree().text("newname").equals(column);
    }

    private static boolean isAbout(Subject it, QualifiedName table) {
        return !it.tree().child("relation").isNone() && isName(it.tree().child("relation"), table);
    }
}
