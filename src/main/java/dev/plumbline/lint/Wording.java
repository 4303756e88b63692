package dev.plumbline.lint;

import dev.plumbline.model.QualifiedName;
import dev.plumbline.risk.Effect;
import dev.plumbline.risk.LockMode;
import dev.plumbline.risk.Relation;
import dev.plumbline.risk.World;
import dev.plumbline.sql.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How findings say who is kept from what. */
public final class Wording {
    private static final int MANY = 4;

    private Wording() {}

    /** Names in a sentence, such as {@code a, b and c}; of many, some and their number. */
    public static String and(Collection<String> names) {
        List<String> all = List.copyOf(names);
        if (all.size() > MANY) {
            return String.join(", ", all.subList(0, MANY - 1)) + " and " + (all.size() - MANY + 1) + " more";
        }
        return all.size() < 2
                ? String.join("", all)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }

    /** Relations in a sentence. */
    public static String tables(Collection<QualifiedName> names) {
        return and(names.stream().map(Subject::shown).toList());
    }

    /** What tables refuse meanwhile, such as {@code orders and users refuse writes}. */
    public static String refusals(Effect effect, World world) {
        List<String> everything = new ArrayList<>();
        List<String> writes = new ArrayList<>();
        effect.locks().forEach((name, mode) -> {
            if (isTable(name, world)) {
                if (mode.blocksReads()) {
                    everything.add(Subject.shown(name));
                } else if (mode.blocksWrites()) {
                    writes.add(Subject.shown(name));
                }
            }
        });
        if (everything.isEmpty()) {
            return refuse(writes) + " writes";
        }
        return refuse(everything) + " reads and writes"
                + (writes.isEmpty() ? "" : ", and " + refuse(writes) + " writes");
    }

    private static String refuse(List<String> names) {
        return and(names) + (names.size() == 1 ? " refuses" : " refuse");
    }

    /** Whether it is, as far as is known, what people query. */
    public static boolean isTable(QualifiedName name, World world) {
        Relation.Kind kind = world.relation(name).kind();
        return kind != Relation.Kind.INDEX && kind != Relation.Kind.SEQUENCE && kind != Relation.Kind.COMPOSITE_TYPE;
    }

    /** The tables that are locked at least so strongly. */
    public static List<QualifiedName> locked(Effect effect, World world, LockMode least) {
        return effect.locks().entrySet().stream()
                .filter(it -> it.getValue().compareTo(least) >= 0 && isTable(it.getKey(), world))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Tokens on one line, with a blank where there was space or a comment. */
    public static String line(List<Token> tokens) {
        StringBuilder line = new StringBuilder();
        int end = -1;
        for (Token token : tokens) {
            line.append(end >= 0 && token.start() > end ? " " : "").append(token.text());
            end = token.end();
        }
        return line.toString();
    }
}
