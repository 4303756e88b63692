package dev.plumbline.cli;

import dev.plumbline.Shell;
import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Form;
import dev.plumbline.rehearse.Comparison;
import dev.plumbline.rehearse.Workshop;
import dev.plumbline.report.DiffReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How two sources are compared. */
final class CompareOptions {
    private final Flag plain;
    private final Repeated renames;

    CompareOptions(Arguments arguments) {
        plain = arguments.flag("--plain", "the direct statements, which may lock and rewrite for long");
        renames = arguments.repeated(
                "--rename",
                "OLD=NEW",
                "what is the same under another name, such as users=people or users.mail=users.email");
    }

    /** What was typed of them, for a command in a message. */
    String typed() {
        return (plain.given() ? " --plain" : "")
                + renames.values().stream()
                        .map(value -> " --rename " + Shell.word(value))
                        .collect(Collectors.joining());
    }

    /** Puts the questions that are left on standard error. */
    static void ask(Surroundings surroundings, Comparison comparison) {
        comparison
                .questions()
                .forEach(question ->
                        surroundings.remark(DiffReport.question(question).strip()));
    }

    Form form() {
        return plain.given() ? Form.PLAIN : Form.SAFE;
    }

    Comparison comparison(Surroundings surroundings, String command, String from, String to) {
        return comparison(surroundings, command, from, to, read(surroundings, command, from, to));
    }

    /** What is to be compared. */
    Sources.Pair read(Surroundings surroundings, String command, String from, String to) {
        Surroundings.refuseEmpty("FROM", from);
        Surroundings.refuseEmpty("TO", to);
        // Refuses what is no answer before anything is read.
        renames.values().forEach(Comparison.Answer::parse);
        return new Sources(surroundings, command, from, to).pair();
    }

    /** Compares what was read. */
    Comparison comparison(Surroundings surroundings, String command, String from, String to, Sources.Pair pair) {
        List<Comparison.Answer> answers =
                renames.values().stream().map(Comparison.Answer::parse).toList();
        if (answers.isEmpty()) {
            return Comparison.of(pair.from(), pair.to(), form());
        }
        try (Workshop shadow = workshop(surroundings, command, pair.from(), from, to)) {
            return Comparison.of(pair.from(), pair.to(), form(), answers, shadow);
        }
    }

    /** A shadow of the schema's own version that holds it; {@code sources} are those that were typed. */
    static Workshop workshop(Surroundings surroundings, String command, Schema schema, String... sources) {
        return Workshop.with(
                Sources.replayer(surroundings, command, Optional.of(schema.serverMajor()), sources),
                schema,
                surroundings.ledgerSchema());
    }
}
