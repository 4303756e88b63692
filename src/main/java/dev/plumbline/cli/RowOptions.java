package dev.plumbline.cli;

import dev.plumbline.Problem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.cli.Arguments.Choice;
import dev.plumbline.cli.Arguments.Repeated;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.rehearse.Rehearsal;
import dev.plumbline.rows.Shape;
import dev.plumbline.source.postgres.ShapeReader;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that say which rows a rehearsal is to have. */
final class RowOptions {
    static final String SHAPE_FROM = "--shape-from";

    private static final long MOST = 1_000_000;
    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^.=,\"]+)";
    private static final Pattern ROWS =
            Pattern.compile("(?:" + NAME + "\\.)?" + NAME + "=(\\d{1,12})([kKmM]?)\\s*(?:,\\s*(?=\\S)|$)");

    private final Repeated rows;
    private final Choice<String> shapeFrom;
    private final Choice<Integer> most;

    RowOptions(Arguments arguments) {
        rows = arguments.repeated(
                "--rows", "TABLE=N,…", "fill tables with so many made-up rows (10k, 2M), before what is pending runs");
        shapeFrom = arguments.option(
                SHAPE_FROM, "URL", "fill all tables like that database's, by its statistics; none of its rows is read");
        most = arguments.number("--max-rows", "N", "so many rows a table gets at most (default: 1000000)");
    }

    /** Whether there are to be rows. */
    boolean given() {
        return !rows.values().isEmpty() || shapeFrom.value().isPresent();
    }

    /** The rows that were asked for. Reads the statistics of the database that is named. */
    Optional<Rehearsal.Rows> read(Surroundings surroundings) {
        if (most.value().filter(number -> number < 1).isPresent()) {
            throw Problem.of(
                            ProblemId.USAGE,
                            "--max-rows takes a number from 1, not "
                                    + most.value().get())
                    .remedy("leave it out for 1000000")
                    .exception();
        }
        if (!given()) {
            return Optional.empty();
        }
        SortedMap<QualifiedName, Shape.OfTable> tables = new TreeMap<>();
        shapeFrom.value().ifPresent(url -> {
            Surroundings.refuseEmpty("--shape-from", url);
            tables.putAll(ShapeReader.read(surroundings.database(url.strip(), "rehearse"), surroundings.ledgerSchema())
                    .tables());
        });
        Set<QualifiedName> named = new HashSet<>();
        for (String list : rows.values()) {
            if (list.isBlank()) {
                throw unclear(list);
            }
            Matcher asked = ROWS.matcher(list.strip());
            while (asked.regionStart() < asked.regionEnd()) {
                if (!asked.lookingAt()) {
                    throw unclear(list.strip().substring(asked.regionStart()));
                }
                QualifiedName table = new QualifiedName(
                        asked.group(1) == null ? "public" : name(asked.group(1)), name(asked.group(2)));
                if (!named.add(table)) {
                    throw twice(table);
                }
                long number =
                        Long.parseLong(asked.group(3)) * unit(asked.group(4).toLowerCase(Locale.ROOT));
                tables.merge(table, Shape.OfTable.of(number), (known, _) -> new Shape.OfTable(number, known.columns()));
                asked.region(asked.end(), asked.regionEnd());
            }
        }
        return Optional.of(new Rehearsal.Rows(
                new Shape(tables), most.value().map(Integer::longValue).orElse(MOST)));
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k" -> 1_000;
            case "m" -> 1_000_000;
            default -> 1;
        };
    }

    /** As it is without the quotes that SQL writes it with. */
    private static String name(String written) {
        String name = written.strip();
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static ProblemException unclear(String typed) {
        return Problem.of(ProblemId.USAGE, "--rows takes TABLE=N, not \"" + typed + "\"")
                .remedy(
                        "such as --rows users=100000,billing.orders=1M; N is a whole number, k for thousand, M for million",
                        "a table that SQL writes in double quotes: --rows '\"Order\"=20k'")
                .exception();
    }

    private static ProblemException twice(QualifiedName table) {
        return Problem.of(ProblemId.USAGE, "--rows names " + table + " twice")
                .remedy("leave one of the two out")
                .exception();
    }
}
