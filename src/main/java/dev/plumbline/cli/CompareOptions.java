package dev.plumbline.cli;

import dev.plumbline.cli.Arguments.Flag;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.model.Schema;
import dev.plumbline.plan.Form;
import dev.plumbline.rehearse.Comparison;
import dev.plumbline.rehearse.Workshop;
import java.util.List;
import java.util.Optional;

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

    Form form() {
        return plain.given() ? Form.PLAIN : Form.SAFE;
    }

    Comparison comparison(Surroundings surroundings, String command, String from, String to) {
        Surroundings.refuseEmpty("FROM", from);
        Surroundings.refuseEmpty("TO", to);
        List<Comparison.Answer> answers =
                renames.values().stream().map(Comparison.Answer::parse).toList();
        Sources.Pair pair = new Sources(surroundings, command, from, to).pair();
        if (answers.isEmpty()) {
            return Comparison.of(pair.from(), pair.to(), form());
        }
        try (Workshop shadow = workshop(surroundings, command, pair.from())) {
            return Comparison.of(pair.from(), pair.to(), form(), answers, shadow);
        }
    }

    /** A shadow of the schema's own version that holds it. */
    static Workshop workshop(Surroundings surroundings, String command, Schema schema) {
        return Workshop.with(
                Sources.replayer(surroundings, command, Optional.of(schema.serverMajor())),
                schema,
                surroundings.ledgerSchema());
    }
}
