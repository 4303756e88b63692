package dev.plumbline.rehearse;

import dev.plumbline.Problem;
import dev.plumbline.migrate.Replay;
import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Origin;
import dev.plumbline.model.SchemaObject;
import dev.plumbline.sql.Statement;
import dev.plumbline.sql.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Has a repeatable script run to its end after a plan: what a statement that fails was to make is made as it is to be, since those
 * after it may need it.
 */
final class Mending implements Replay.Mender {
    private static final Set<String> KINDS = Set.of(
            "view",
            "function",
            "procedure",
            "aggregate",
            "trigger",
            "table",
            "sequence",
            "type",
            "domain",
            "policy",
            "rule");

    private static final Set<String> BEFORE_NAMES = Set.of("if", "not", "exists");

    private final WholeHistory history;
    private final String file;

    /** By the statement's number: one may run, and fail, more than once. */
    private final Map<Integer, Problem> failures = new TreeMap<>();

    private final Set<Integer> unnamed = new TreeSet<>();
    private final Set<ObjectId> objects = new TreeSet<>();
    private final Set<ObjectId> needs = new TreeSet<>();

    Mending(WholeHistory history, String file) {
        this.history = history;
        this.file = file;
    }

    @Override
    public void mend(Statement statement, Problem why, Predicate<String> attempt) {
        failures.put(statement.ordinal(), why);
        Set<ObjectId> meant = history.renamed(made(statement));
        if (meant.isEmpty()) {
            unnamed.add(statement.ordinal());
        }
        objects.addAll(meant);
        List<String> statements = history.statements(meant);
        if (!attempted(statements, attempt)) {
            Set<ObjectId> needed = history.needs(meant);
            needs.addAll(needed);
            attempted(history.statements(needed), attempt);
            attempted(statements, attempt);
        }
    }

    /** Tries each; returns whether all went well. */
    private static boolean attempted(List<String> statements, Predicate<String> attempt) {
        return statements.stream().filter(sql -> !attempt.test(sql)).toList().isEmpty();
    }

    /** The first failure, and those of statements of which it is not known what they make. */
    List<Problem> told() {
        List<Problem> told = new ArrayList<>();
        failures.forEach((ordinal, why) -> {
            if (told.isEmpty() || unnamed.contains(ordinal)) {
                told.add(why);
            }
        });
        return told;
    }

    /** What the failed statements were to make. */
    Set<ObjectId> objects() {
        return objects;
    }

    /** What had to be made anew for these, and may not be what its own statement makes. */
    Set<ObjectId> needs() {
        return needs;
    }

    /** What a statement makes, or changed last; by their names before the plan. */
    private Set<ObjectId> made(Statement statement) {
        Origin.Place place = new Origin.Place(
                file, statement.start().line(), statement.start().column());
        List<SchemaObject> all = history.writtenBy(file);
        Set<ObjectId> here = all.stream()
                .filter(object -> object.origin().place().filter(place::equals).isPresent())
                .map(SchemaObject::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!here.isEmpty()) {
            return here;
        }
        // What was given rights or a comment later has its origin there.
        return created(statement).stream()
                .flatMap(name -> all.stream().map(SchemaObject::id).filter(id -> isNamed(id, name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isNamed(ObjectId id, String name) {
        String whole = id.part().isEmpty() ? id.called().name() : id.part();
        return whole.equals(name);
    }

    /** The name, without its schema, that a CREATE gives. */
    private static Optional<String> created(Statement statement) {
        if (!statement.startsWith("create")) {
            return Optional.empty();
        }
        Tokens tokens = statement.tokens();
        int at = 1;
        while (tokens.has(at) && KINDS.stream().noneMatch(tokens.get(at)::is)) {
            at++;
        }
        at++;
        while (tokens.has(at) && BEFORE_NAMES.stream().anyMatch(tokens.get(at)::is)) {
            at++;
        }
        while (tokens.has(at + 2) && tokens.get(at + 1).text().equals(".")) {
            at += 2;
        }
        return tokens.has(at) ? Optional.of(tokens.get(at).name()) : Optional.empty();
    }
}
