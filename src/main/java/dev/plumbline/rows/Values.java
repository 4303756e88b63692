package dev.plumbline.rows;

import dev.plumbline.model.Constraint;
import dev.plumbline.model.DomainType;
import dev.plumbline.model.EnumType;
import dev.plumbline.model.QualifiedName;
import dev.plumbline.model.Schema;
import dev.plumbline.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expressions that make a value of a type from its rank among a column's different values, the most common one first. */
final class Values {
    private static final Pattern MODIFIED = Pattern.compile("(.*?)\\((\\d+)(?:,(-?\\d+))?\\)(.*)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    /** Texts that no source holds begin with it. */
    private static final String MARK = "~";

    private static final int DEFAULT_WIDTH = 16;
    private static final int SHORT = 8;

    private final Map<String, EnumType> enums = new HashMap<>();
    private final Map<String, DomainType> domains = new HashMap<>();
    private final Checks checks;

    Values(Schema schema, Checks checks) {
        this.checks = checks;
        schema.all(EnumType.class).forEach(it -> enums.put(name(it.name()), it));
        schema.all(DomainType.class).forEach(it -> domains.put(name(it.name()), it));
    }

    /**
     * What a value is made from.
     *
     * @param rank      an expression: a number from 0 on
     * @param distinct  how many ranks there are
     * @param shape     what is known of the column
     * @param narrowing what checks leave it
     * @param unique    whether each rank must have a value of its own
     */
    record Choice(String rank, long distinct, Optional<Shape.OfColumn> shape, Narrowing narrowing, boolean unique) {
        Choice narrowed(Narrowing more) {
            return new Choice(rank, distinct, shape, narrowing.and(more), unique);
        }

        List<String> bounds() {
            return shape.map(Shape.OfColumn::bounds).orElse(List.of());
        }

        int width() {
            return shape.map(Shape.OfColumn::width).orElse(DEFAULT_WIDTH);
        }

        /** Where a value stands between the least and the greatest: from 0 to 1. */
        String position() {
            long common = shape.map(it -> it.frequencies().size()).orElse(0);
            long others = Math.max(1, distinct - common);
            String other = "(%s - %d + 0.5) / %d.0".formatted(rank, common, others);
            String position = common == 0
                    ? other
                    : "CASE WHEN %s < %d THEN (%s + 0.5) / %d.0 ELSE %s END"
                            .formatted(rank, common, rank, common, other);
            return "least(0.999999, " + position + ")::float8";
        }
    }

    /** How many values a type has, where that is few. */
    Optional<Long> few(String type, Narrowing narrowing) {
        if (!narrowing.allowed().isEmpty()) {
            return Optional.of((long) narrowing.allowed().size());
        }
        if (domains.containsKey(type)) {
            DomainType domain = domains.get(type);
            return few(domain.baseType(), narrowing(domain));
        }
        if (enums.containsKey(type)) {
            return Optional.of((long) Math.max(1, enums.get(type).labels().size()));
        }
        return type.equals("boolean") ? Optional.of(2L) : Optional.empty();
    }

    /** Whether a domain refuses NULL. */
    boolean refusesNull(String type) {
        DomainType domain = domains.get(type);
        return domain != null && (domain.notNull() || refusesNull(domain.baseType()));
    }

    /**
     * The conditions of a domain's checks on a column, which has a value of the base type until it is written. In a condition of its own
     * {@code VALUE} is the name of a column.
     */
    List<String> conditions(String type, String column) {
        DomainType domain = domains.get(type);
        if (domain == null) {
            return List.of();
        }
        List<String> conditions = new ArrayList<>(conditions(domain.baseType(), column));
        checks(domain)
                .map(check -> "SELECT " + check.condition() + " FROM (SELECT " + Identifiers.quote(column)
                        + ") AS domain (value)")
                .forEach(conditions::add);
        return conditions;
    }

    private static Stream<Constraint> checks(DomainType domain) {
        return domain.constraints().stream().filter(it -> it.type() == Constraint.Type.CHECK);
    }

    private Narrowing narrowing(DomainType domain) {
        return checks(domain)
                .map(check -> checks.read(check.condition()).getOrDefault(Checks.VALUE, Narrowing.NONE))
                .reduce(Narrowing.NONE, Narrowing::and);
    }

    /** An expression of the type, or of the one that a domain is based on; empty where it is not known how to make one. */
    Optional<String> of(String type, Choice choice) {
        DomainType domain = domains.get(type);
        if (domain != null) {
            return of(domain.baseType(), choice.narrowed(narrowing(domain)));
        }
        if (!choice.narrowing().allowed().isEmpty()) {
            return Optional.of(oneOf(choice.narrowing().allowed(), type, choice.rank()));
        }
        if (type.endsWith("[]")) {
            String element = type.substring(0, type.length() - 2);
            return of(element, new Choice(choice.rank(), choice.distinct(), Optional.empty(), Narrowing.NONE, false))
                    .map(value -> cast("ARRAY[" + value + "]", type));
        }
        EnumType labelled = enums.get(type);
        if (labelled != null) {
            return labelled.labels().isEmpty()
                    ? Optional.empty()
                    : Optional.of(oneOf(labels(labelled.labels(), choice), type, choice.rank()));
        }
        Matcher modified = MODIFIED.matcher(type);
        boolean isModified = modified.matches();
        String base = isModified ? modified.group(1) + modified.group(4) : type;
        OptionalInt length = isModified ? OptionalInt.of(Integer.parseInt(modified.group(2))) : OptionalInt.empty();
        int scale = isModified && modified.group(3) != null ? Integer.parseInt(modified.group(3)) : 0;
        return plain(base, type, length, scale, choice).map(value -> cast(value, type));
    }

    private static Optional<String> plain(String base, String type, OptionalInt length, int scale, Choice choice) {
        String rank = choice.rank();
        String hash = "md5(" + rank + "::text)";
        return switch (base) {
            case "smallint" -> Optional.of(number(choice, 32_000, true));
            case "integer", "bigint" -> Optional.of(number(choice, 2_000_000_000L, true));
            case "oid", "xid", "regclass" -> Optional.of("(1 + " + rank + ")::oid");
            case "numeric" -> {
                int whole = length.isPresent() ? Math.max(0, length.getAsInt() - scale) : SHORT;
                yield Optional.of(
                        number(choice, Math.max(1, Math.round(Math.pow(10, Math.min(whole, SHORT))) - 1), scale <= 0));
            }
            case "real", "double precision", "money" -> Optional.of(number(choice, 1_000_000, false));
            case "boolean" -> Optional.of(oneOf(labels(List.of("true", "false"), choice), type, rank));
            case "text", "character varying", "character", "name", "citext", "public.citext", "bpchar", "\"char\"" ->
                Optional.of(text(base, length, choice));
            case "uuid" -> Optional.of(hash + "::uuid");
            case "json", "jsonb" -> Optional.of("json_build_object('" + MARK + "', " + padded(choice, 12) + ")");
            case "bytea" -> Optional.of("decode(" + repeated(hash, Math.max(1, choice.width() / 16)) + ", 'hex')");
            case "inet" -> Optional.of("'10.0.0.0'::inet + " + rank);
            case "cidr" -> Optional.of("('10.0.0.0'::inet + " + rank + ")::cidr");
            case "macaddr" -> Optional.of("left(" + hash + ", 12)::macaddr");
            case "macaddr8" -> Optional.of("left(" + hash + ", 16)::macaddr8");
            case "date",
                    "timestamp without time zone",
                    "timestamp with time zone",
                    "time without time zone",
                    "interval",
                    "time with time zone" -> Optional.of(time(base, choice));
            case "bit", "bit varying" ->
                Optional.of(rank + "::bigint::bit(" + Math.max(1, Math.min(64, length.orElse(1))) + ")");
            case "point" -> Optional.of("point(" + rank + ", " + rank + ")");
            case "tsvector" -> Optional.of("to_tsvector('simple', " + padded(choice, 0) + ")");
            case "xml" -> Optional.of("('<a>' || " + rank + " || '</a>')::xml");
            case "int4range", "int8range" ->
                Optional.of(base + "((" + rank + ")::" + base.substring(0, 4) + ", (" + rank + " + 1)::"
                        + base.substring(0, 4) + ")");
            case "numrange" -> Optional.of("numrange((" + rank + ")::numeric, (" + rank + " + 1)::numeric)");
            case "daterange" ->
                Optional.of("daterange(date '2000-01-01' + (" + rank + " % 2000000)::int, date '2000-01-02' + (" + rank
                        + " % 2000000)::int)");
            case "tsrange" ->
                Optional.of("tsrange(timestamp '2000-01-01' + " + rank
                        + " * interval '1 minute', timestamp '2000-01-01' + (" + rank + " + 1) * interval '1 minute')");
            case "tstzrange" ->
                Optional.of("tstzrange(timestamptz '2000-01-01' + " + rank
                        + " * interval '1 minute', timestamptz '2000-01-01' + (" + rank
                        + " + 1) * interval '1 minute')");
            default -> Optional.empty();
        };
    }

    private static String number(Choice choice, long most, boolean whole) {
        List<String> bounds = choice.bounds().stream()
                .filter(it -> NUMBER.matcher(it).matches())
                .toList();
        Narrowing narrowing = choice.narrowing();
        String exact = whole ? "round((%s)::numeric)" : "(%s)::numeric";
        if (bounds.size() > 1) {
            if (choice.unique() && whole) {
                // Between the least and the greatest at equal steps of at least one: rounding must make no two the
                // same.
                String least = "(" + bounds.getFirst() + ")::numeric";
                String span = "(" + bounds.getLast() + ")::numeric - " + least;
                return least + " + floor(" + choice.rank() + " * greatest(1, (" + span + ") / " + choice.distinct()
                        + "))";
            }
            return exact.formatted(between(bounds, choice.position()));
        }
        String least = narrowing.least().map(it -> "(" + it + ")::numeric + 1").orElse("1");
        if (narrowing.most().isPresent() || (narrowing.least().isPresent() && !choice.unique())) {
            String from = narrowing
                    .least()
                    .map(it -> "(" + it + ")::numeric")
                    .orElse("least(0, (" + narrowing.most().orElse("0") + ")::numeric - 1000000)");
            String to = narrowing
                    .most()
                    .map(it -> "(" + it + ")::numeric")
                    .orElse("(" + narrowing.least().orElse("0") + ")::numeric + " + Math.min(most, 1_000_000));
            return exact.formatted(from + " + (" + to + " - " + from + ") * (" + choice.position() + ")::numeric");
        }
        return least + " + " + choice.rank() + " % " + most + (whole ? "" : " + 0.25");
    }

    private static String time(String base, Choice choice) {
        List<String> bounds =
                choice.bounds().stream().filter(it -> !it.contains("infinity")).toList();
        Narrowing narrowing = choice.narrowing();
        if (bounds.size() < 2
                && (narrowing.least().isPresent() || narrowing.most().isPresent())) {
            String day = base.equals("date") ? "30" : "interval '30 days'";
            String least = narrowing
                    .least()
                    .map(it -> it + "::" + base)
                    .orElse(narrowing.most().orElse("") + "::" + base + " - " + day);
            String most = narrowing
                    .most()
                    .map(it -> it + "::" + base)
                    .orElse(narrowing.least().orElse("") + "::" + base + " + " + day);
            return step(base, least, most, choice.position());
        }
        if (bounds.size() > 1) {
            String array =
                    "ARRAY[" + bounds.stream().map(Identifiers::quoteLiteral).collect(Collectors.joining(", ")) + "]::"
                            + base + "[]";
            String place = "(" + choice.position() + " * " + (bounds.size() - 1) + ")";
            String part = "floor(" + place + ")::int";
            return step(
                    base,
                    "(" + array + ")[" + part + " + 1]",
                    "(" + array + ")[" + part + " + 2]",
                    "(" + place + " - " + part + ")");
        }
        return switch (base) {
            case "date" -> "date '2000-01-01' + (" + choice.rank() + " % 9000)::int";
            case "time without time zone" -> "time '00:00' + " + choice.rank() + " * interval '1 millisecond'";
            case "time with time zone" -> "timetz '00:00+00' + " + choice.rank() + " * interval '1 millisecond'";
            case "interval" -> choice.rank() + " * interval '1 second'";
            default ->
                base.replace("timestamp", "timestamp(6)") + " '2000-01-01 00:00+00' + " + choice.rank()
                        + " * interval '1 second'";
        };
    }

    private static String step(String base, String from, String to, String part) {
        return base.equals("date")
                ? "%s + floor((%s - %s) * %s)::int".formatted(from, to, from, part)
                : "%s + (%s - %s) * %s".formatted(from, to, from, part);
    }

    /** On the straight line between the two of some bounds that a position is between. */
    private static String between(List<String> bounds, String position) {
        String array = "(ARRAY[" + String.join(", ", bounds) + "]::float8[])";
        String place = "(" + position + " * " + (bounds.size() - 1) + ")";
        String part = "floor(" + place + ")::int";
        return "%s[%s + 1] + (%s[%s + 2] - %s[%s + 1]) * (%s - %s)"
                .formatted(array, part, array, part, array, part, place, part);
    }

    /** The rank comes first, so that no two are the same however short they are cut. */
    private static String text(String base, OptionalInt length, Choice choice) {
        int longest = Math.min(
                base.equals("\"char\"") || (base.equals("character") && length.isEmpty())
                        ? 1
                        : length.orElse(base.equals("name") ? 63 : Integer.MAX_VALUE),
                choice.narrowing().longest().orElse(Integer.MAX_VALUE));
        int digits = Long.toHexString(Math.max(1, choice.distinct())).length();
        String number = "to_hex(" + choice.rank() + "::bigint)";
        if (longest < digits + MARK.length()) {
            return "right(" + number + ", " + longest + ")";
        }
        int wanted = base.equals("character") ? longest : Math.max(digits + MARK.length(), choice.width() - 1);
        return "left(" + padded(choice, 0, number) + ", " + Math.min(longest, wanted) + ")";
    }

    private static String padded(Choice choice, int less) {
        return "left(" + padded(choice, less, "to_hex(" + choice.rank() + "::bigint)") + ", "
                + Math.max(DEFAULT_WIDTH, choice.width() - less) + ")";
    }

    private static String padded(Choice choice, int less, String number) {
        int times = Math.max(1, (choice.width() - less) / 32 + 1);
        return "'" + MARK + "' || " + number + " || '-' || " + repeated("md5(" + choice.rank() + "::text)", times);
    }

    private static String repeated(String expression, int times) {
        return times == 1 ? expression : "repeat(" + expression + ", " + times + ")";
    }

    /** Those with known frequencies first. */
    private static List<String> labels(List<String> all, Choice choice) {
        List<String> labels = new ArrayList<>();
        choice.shape().ifPresent(shape -> shape.labels()
                .forEach(label -> labels.add(label.equals("t") ? "true" : label.equals("f") ? "false" : label)));
        labels.retainAll(all);
        all.stream().filter(label -> !labels.contains(label)).forEach(labels::add);
        return labels.stream().map(Identifiers::quoteLiteral).toList();
    }

    private static String oneOf(List<String> literals, String type, String rank) {
        return "(ARRAY[" + String.join(", ", literals) + "]::" + type + "[])[1 + (" + rank + " % " + literals.size()
                + ")::int]";
    }

    private static String cast(String value, String type) {
        return "(" + value + ")::" + type;
    }

    private static String name(QualifiedName name) {
        return Identifiers.qualified(name.schema(), name.name());
    }

    /** As messages name a type that no value can be made of. */
    static String unknown(String column, String type) {
        return String.format(Locale.ROOT, "%s: no values can be made of type %s", column, type);
    }
}
