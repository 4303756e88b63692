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
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that say which rows a rehearsal is to have. */
final class RowOptions {
    static final String SHAPE_FROM = "--shape-from";

    private static final long MOST = 1_000_000;
    private static final Pattern ROWS = Pattern.compile("(?:([^.=]+)\\.)?([^.=]+)=(\\d{1,12})([kKmM]?)");

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
        if (!given()) {
            return Optional.empty();
        }
        SortedMap<QualifiedName, Shape.OfTable> tables = new TreeMap<>();
        shapeFrom.value().ifPresent(url -> {
            Surroundings.refuseEmpty("--shape-from", url);
            tables.putAll(ShapeReader.read(surroundings.database(url.strip(), "rehearse"), surroundings.ledgerSchema())
                    .tables());
        });
        for (String list : rows.values()) {
            for (String one : list.split(",", -1)) {
                Matcher asked = ROWS.matcher(one.strip());
                if (!asked.matches()) {
                    throw unclear(one);
                }
                String schema = asked.group(1) == null ? "public" : asked.group(1);
                long number =
                        Long.parseLong(asked.group(3)) * unit(asked.group(4).toLowerCase(Locale.ROOT));
                tables.merge(
                        new QualifiedName(schema, asked.group(2)),
                        Shape.OfTable.of(number),
                        (known, _) -> new Shape.OfTable(number, known.columns()));
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

    private static ProblemException unclear(String typed) {
        return Problem.of(ProblemId.USAGE, "--rows takes TABLE=N, not \"" + typed + "\"")
                .remedy("such as --rows users=100000,billing.orders=1M")
                .exception();
    }
}
