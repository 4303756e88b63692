import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a {@code switch} of many cases becomes: as many blocks, one in the other, a branch table in the innermost, and after the end
 * of each block the code of a case. The cases are moved into functions of their own, some dozens together, which are given the local
 * variables that they use, and give back those that they change and where to go on.
 */
final class Ladder {
    private static final int LEAST_RUNGS = 40;

    /** The bytes of a function that cases are moved to: not much more than what HotSpot compiles well. */
    private static final int FULL = 1_500;

    // Labels that are no instruction's lie below the function's own, and these below those of the groups.
    private static final int FIRST_EXIT = -1_000_000;
    private static final int CONDITION = -2_000_000;

    private final Module module;
    private final Module.Function function;
    private final List<Instruction> body;

    /** For each instruction that opens a block, its {@code end}. */
    private final Map<Integer, Integer> ends = new HashMap<>();

    /** The blocks, the innermost first. */
    private final List<Integer> rungs;

    private Ladder(Module module, Module.Function function, List<Instruction> body, int first, int count) {
        this.module = module;
        this.function = function;
        this.body = body;
        for (int i = 0; i < body.size() - 1; i++) {
            if (body.get(i).opcode() == Instruction.END) {
                ends.put(body.get(i).opened(), i);
            }
        }
        this.rungs = new ArrayList<>();
        for (int i = first + count - 1; i >= first; i--) {
            rungs.add(i);
        }
    }

    /** The function without the cases of its longest ladder, or as it is where it has none. The cases are added to the module. */
    static Module.Function cut(Module module, Module.Function function) {
        int longest = 0;
        int at = 0;
        int run = 0;
        List<Instruction> body = function.body();
        for (int i = 0; i < body.size(); i++) {
            Instruction next = body.get(i);
            run = next.opcode() == Instruction.BLOCK && next.type() == Instruction.VOID ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                at = i - run + 1;
            }
        }
        return longest < LEAST_RUNGS ? function : new Ladder(module, function, body, at, longest).cut();
    }

    /** Cases that become one function: those after the ends of the rungs from {@code first} to {@code last}. */
    private record Group(int first, int last, Cases cases) {}

    /**
     * A function of cases.
     *
     * @param index  of the function
     * @param uses   the variables that it takes, after the number of the case
     * @param sets   the variables that it gives back, before the number of the way out and the value that goes there
     * @param exits  the labels that it may go on at; the first is that of going on after it
     */
    private record Cases(int index, List<Integer> uses, List<Integer> sets, List<Integer> exits) {}

    /**
     * Local variables of a function of cases, and its outermost label.
     *
     * @param exit  the number of the way out
     * @param value what is taken along there
     * @param index of a branch table
     */
    private record Places(int exit, int value, int index, int all) {}

    private Module.Function cut() {
        List<Group> groups = groups();
        int chosen = function.locals();
        int value = chosen + 1;
        Writer out = new Writer();
        Map<Integer, Group> byFirst = new HashMap<>();
        Map<Integer, Group> byLast = new HashMap<>();
        groups.forEach(group -> {
            byFirst.put(rungs.get(group.first()), group);
            byLast.put(rungs.get(group.last()), group);
        });
        int i = 0;
        while (i < body.size()) {
            Instruction next = body.get(i);
            Group opening = byLast.get(i);
            if (opening != null) {
                out.open(group(opening), Instruction.BLOCK, Instruction.VOID);
            }
            out.copy(i, next);
            int rung = next.opcode() == Instruction.END ? rungs.indexOf(next.opened()) : -1;
            Group moved = rung < 0 ? null : groupOf(groups, rung);
            if (moved == null) {
                i++;
                continue;
            }
            out.constant(rung - moved.first());
            out.local(Instruction.LOCAL_SET, chosen);
            if (rung < moved.last()) {
                out.branch(group(moved));
            } else {
                out.end();
                call(out, moved.cases(), chosen, value);
            }
            i = ends.get(rungs.get(rung + 1));
        }
        return function.with(out.bytes(), 2);
    }

    /** A label that is no instruction's: below that of the function. */
    private static int group(Group group) {
        return Instruction.FUNCTION - 1 - group.first();
    }

    private static Group groupOf(List<Group> groups, int rung) {
        for (Group group : groups) {
            if (group.first() <= rung && rung <= group.last()) {
                return group;
            }
        }
        return null;
    }

    private void call(Writer out, Cases cases, int chosen, int value) {
        out.local(Instruction.LOCAL_GET, chosen);
        cases.uses().forEach(local -> out.local(Instruction.LOCAL_GET, local));
        out.call(cases.index());
        out.local(Instruction.LOCAL_SET, value);
        out.local(Instruction.LOCAL_SET, chosen);
        cases.sets().reversed().forEach(local -> out.local(Instruction.LOCAL_SET, local));
        // Each way out has a block of its own, since some take a value along.
        for (int exit = cases.exits().size() - 1; exit > 0; exit--) {
            out.open(exitLabel(exit), Instruction.BLOCK, Instruction.VOID);
        }
        out.open(exitLabel(0), Instruction.BLOCK, Instruction.VOID);
        out.local(Instruction.LOCAL_GET, chosen);
        List<Integer> labels = new ArrayList<>();
        for (int exit = 0; exit < cases.exits().size(); exit++) {
            labels.add(exitLabel(exit));
        }
        labels.add(exitLabel(0));
        out.table(labels);
        for (int exit = 0; exit < cases.exits().size(); exit++) {
            out.end();
            int target = cases.exits().get(exit);
            if (typeOf(target) != Instruction.VOID) {
                out.local(Instruction.LOCAL_GET, value);
            }
            out.branch(target);
        }
    }

    private static int exitLabel(int exit) {
        return FIRST_EXIT - exit;
    }

    /** The type of the value that a branch takes along; a loop's label takes none. */
    private int typeOf(int label) {
        if (label == Instruction.FUNCTION) {
            return function.result();
        }
        Instruction opening = body.get(label);
        return opening.opcode() == Instruction.LOOP ? Instruction.VOID : opening.type();
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        int first = 0;
        int size = 0;
        for (int rung = 0; rung < rungs.size() - 1; rung++) {
            int bytes = 0;
            for (int i = ends.get(rungs.get(rung)) + 1; i < ends.get(rungs.get(rung + 1)); i++) {
                bytes += body.get(i).raw().length;
            }
            if (size > 0 && size + bytes > FULL) {
                groups.add(new Group(first, rung - 1, cases(first, rung - 1)));
                first = rung;
                size = 0;
            }
            size += bytes;
        }
        groups.add(new Group(first, rungs.size() - 2, cases(first, rungs.size() - 2)));
        return groups;
    }

    private Cases cases(int first, int last) {
        TreeSet<Integer> uses = new TreeSet<>();
        TreeSet<Integer> sets = new TreeSet<>();
        int from = ends.get(rungs.get(first)) + 1;
        int to = ends.get(rungs.get(last + 1));
        for (int i = from; i < to; i++) {
            Instruction next = body.get(i);
            if (next.local() >= 0) {
                uses.add(next.local());
                if (next.opcode() != Instruction.LOCAL_GET) {
                    sets.add(next.local());
                }
            }
        }
        // The way on comes first.
        LinkedHashMap<Integer, Integer> exits = new LinkedHashMap<>(Map.of(rungs.get(last + 1), 0));
        List<Integer> used = List.copyOf(uses);
        Map<Integer, Integer> renamed = new HashMap<>();
        used.forEach(local -> renamed.put(local, renamed.size() + 1));
        int exit = used.size() + 1;
        int value = exit + 1;
        int index = exit + 2;
        Writer out = new Writer();
        int all = Instruction.FUNCTION - 1;
        out.open(all, Instruction.BLOCK, Instruction.VOID);
        List<Integer> labels = new ArrayList<>();
        for (int rung = last; rung >= first; rung--) {
            out.open(rungs.get(rung), Instruction.BLOCK, Instruction.VOID);
        }
        for (int rung = first; rung <= last; rung++) {
            labels.add(rungs.get(rung));
        }
        labels.add(rungs.get(last));
        out.local(Instruction.LOCAL_GET, 0);
        out.table(labels);
        out.end();
        for (int i = from; i < to; i++) {
            Instruction next = body.get(i);
            List<Integer> outside =
                    next.targets().stream().filter(it -> !out.isOpen(it)).toList();
            if (next.local() >= 0) {
                out.local(next.opcode(), renamed.get(next.local()));
            } else if (outside.isEmpty()) {
                out.copy(i, next);
            } else {
                leave(out, next, outside, exits, new Places(exit, value, index, all));
            }
        }
        out.constant(0);
        out.local(Instruction.LOCAL_SET, exit);
        out.end();
        sets.forEach(local -> out.local(Instruction.LOCAL_GET, renamed.get(local)));
        out.local(Instruction.LOCAL_GET, exit);
        out.local(Instruction.LOCAL_GET, value);
        out.end();
        List<Integer> parameters = new ArrayList<>(List.of(Module.I32));
        used.forEach(local -> parameters.add(function.type(local)));
        List<Integer> results = new ArrayList<>();
        sets.forEach(local -> results.add(function.type(local)));
        results.add(Module.I32);
        results.add(Module.I32);
        return new Cases(
                module.add(parameters, results, 3, out.bytes()), used, List.copyOf(sets), List.copyOf(exits.keySet()));
    }

    /** A branch to what is not there: says where it would go, and ends the function. */
    private void leave(
            Writer out, Instruction branch, List<Integer> outside, Map<Integer, Integer> exits, Places places) {
        outside.forEach(target -> exits.putIfAbsent(target, exits.size()));
        switch (branch.opcode()) {
            case Instruction.BR, Instruction.RETURN -> go(out, outside.getFirst(), exits, places);
            case Instruction.BR_IF -> {
                if (typeOf(outside.getFirst()) != Instruction.VOID) {
                    throw new IllegalStateException("a conditional branch that takes a value along");
                }
                out.open(CONDITION, Instruction.IF, Instruction.VOID);
                go(out, outside.getFirst(), exits, places);
                out.end();
            }
            case Instruction.BR_TABLE -> {
                List<Integer> distinct = outside.stream().distinct().toList();
                if (distinct.stream().anyMatch(target -> typeOf(target) != Instruction.VOID)) {
                    throw new IllegalStateException("a branch table that takes a value along");
                }
                out.local(Instruction.LOCAL_SET, places.index());
                for (int i = distinct.size() - 1; i >= 0; i--) {
                    out.open(exitLabel(i), Instruction.BLOCK, Instruction.VOID);
                }
                out.local(Instruction.LOCAL_GET, places.index());
                out.table(branch.targets().stream()
                        .map(it -> distinct.contains(it) ? exitLabel(distinct.indexOf(it)) : it)
                        .toList());
                for (Integer target : distinct) {
                    out.end();
                    go(out, target, exits, places);
                }
            }
            default -> throw new IllegalStateException("branch 0x" + Integer.toHexString(branch.opcode()));
        }
    }

    private void go(Writer out, int target, Map<Integer, Integer> exits, Places places) {
        int type = typeOf(target);
        if (type == Module.I32) {
            out.local(Instruction.LOCAL_SET, places.value());
        } else if (type != Instruction.VOID) {
            throw new IllegalStateException("a branch that takes another value along than an i32");
        }
        out.constant(exits.get(target));
        out.local(Instruction.LOCAL_SET, places.exit());
        out.branch(places.all());
    }

    /** Instructions as bytes, with labels by name. */
    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final List<Integer> open = new ArrayList<>(List.of(Instruction.FUNCTION));

        boolean isOpen(int label) {
            return label != Instruction.FUNCTION && open.contains(label);
        }

        void copy(int at, Instruction next) {
            switch (next.opcode()) {
                case Instruction.BLOCK, Instruction.LOOP, Instruction.IF -> open(at, next.opcode(), next.type());
                case Instruction.END -> end();
                case Instruction.BR, Instruction.BR_IF -> {
                    out.write(next.opcode());
                    Bytes.number(out, depth(next.targets().getFirst()));
                }
                case Instruction.BR_TABLE -> table(next.targets());
                default -> out.writeBytes(next.raw());
            }
        }

        void open(int label, int opcode, int type) {
            out.write(opcode);
            out.write(type);
            open.add(label);
        }

        void end() {
            out.write(Instruction.END);
            open.removeLast();
        }

        void branch(int label) {
            out.write(Instruction.BR);
            Bytes.number(out, depth(label));
        }

        /** The last label is where all other numbers go. */
        void table(List<Integer> labels) {
            out.write(Instruction.BR_TABLE);
            Bytes.number(out, labels.size() - 1);
            labels.forEach(label -> Bytes.number(out, depth(label)));
        }

        void constant(int value) {
            out.write(0x41);
            Bytes.signed(out, value);
        }

        void local(int opcode, int local) {
            out.write(opcode);
            Bytes.number(out, local);
        }

        void call(int function) {
            out.write(0x10);
            Bytes.number(out, function);
        }

        private int depth(int label) {
            return open.size() - 1 - open.lastIndexOf(label);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
