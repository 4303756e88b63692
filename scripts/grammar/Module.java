import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A WebAssembly module of which functions are replaced and to which functions are added. */
final class Module {
    static final int I32 = 0x7F;
    private static final int TYPES = 1;
    private static final int IMPORTS = 2;
    private static final int FUNCTIONS = 3;
    private static final int EXPORTS = 7;
    private static final int ELEMENTS = 9;
    private static final int CODE = 10;
    private static final int CALL = 0x10;
    private static final int UNREACHABLE = 0x00;

    private record Section(int id, byte[] content) {}

    private record Type(List<Integer> parameters, List<Integer> results) {}

    private final byte[] head;
    private final List<Section> sections = new ArrayList<>();
    private final List<Type> types = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<byte[]> code = new ArrayList<>();
    private final Map<String, Integer> exports = new HashMap<>();
    private final List<Integer> elements = new ArrayList<>();
    private int imported;

    /**
     * A function's code.
     *
     * @param types  of its parameters and local variables
     * @param result the type of what it returns, or {@link Instruction#VOID}
     */
    record Function(int parameters, List<Integer> types, int result, byte[] instructions) {
        List<Instruction> body() {
            return Instruction.read(new Bytes(instructions, 0, instructions.length));
        }

        int locals() {
            return types.size();
        }

        int type(int local) {
            return types.get(local);
        }

        /** With other instructions, and with more local variables of type i32. */
        Function with(byte[] other, int more) {
            List<Integer> all = new ArrayList<>(types);
            for (int i = 0; i < more; i++) {
                all.add(I32);
            }
            return new Function(parameters, all, result, other);
        }

        private byte[] code() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            List<Integer> locals = types.subList(parameters, types.size());
            Bytes.number(out, locals.size());
            for (int type : locals) {
                Bytes.number(out, 1);
                out.write(type);
            }
            out.writeBytes(instructions);
            return out.toByteArray();
        }
    }

    Module(byte[] binary) {
        Bytes bytes = new Bytes(binary, 0, binary.length);
        head = bytes.copy(0, 8);
        bytes.skip(8);
        while (bytes.more()) {
            int id = bytes.one();
            int size = bytes.number();
            byte[] content = bytes.copy(bytes.at(), bytes.at() + size);
            bytes.skip(size);
            sections.add(new Section(id, content));
            Bytes in = new Bytes(content, 0, content.length);
            switch (id) {
                case TYPES -> readTypes(in);
                case IMPORTS -> readImports(in);
                case FUNCTIONS -> {
                    for (int i = in.number(); i > 0; i--) {
                        functionTypes.add(in.number());
                    }
                }
                case EXPORTS -> readExports(in);
                case ELEMENTS -> readElements(in);
                case CODE -> {
                    for (int i = in.number(); i > 0; i--) {
                        int length = in.number();
                        code.add(in.copy(in.at(), in.at() + length));
                        in.skip(length);
                    }
                }
                default -> {
                    // Stays as it is.
                }
            }
        }
    }

    private void readTypes(Bytes in) {
        for (int i = in.number(); i > 0; i--) {
            if (in.one() != 0x60) {
                throw new IllegalStateException("a type that is not a function's");
            }
            types.add(new Type(readTypeList(in), readTypeList(in)));
        }
    }

    private static List<Integer> readTypeList(Bytes in) {
        List<Integer> list = new ArrayList<>();
        for (int i = in.number(); i > 0; i--) {
            list.add(in.one());
        }
        return list;
    }

    private void readImports(Bytes in) {
        for (int i = in.number(); i > 0; i--) {
            in.skip(in.number());
            in.skip(in.number());
            if (in.one() != 0) {
                throw new IllegalStateException("an import that is not a function");
            }
            in.skipNumber();
            imported++;
        }
    }

    private void readExports(Bytes in) {
        for (int i = in.number(); i > 0; i--) {
            int length = in.number();
            String name = new String(in.copy(in.at(), in.at() + length), StandardCharsets.UTF_8);
            in.skip(length);
            boolean function = in.one() == 0;
            int index = in.number();
            if (function) {
                exports.put(name, index);
            }
        }
    }

    /** The functions that are called through the table. */
    private void readElements(Bytes in) {
        for (int i = in.number(); i > 0; i--) {
            if (in.number() != 0 || in.one() != 0x41) {
                throw new IllegalStateException("elements of another form");
            }
            in.skipNumber();
            in.skip(1);
            for (int count = in.number(); count > 0; count--) {
                elements.add(in.number());
            }
        }
    }

    /** Takes the code away from functions that none of the exported ones comes to. */
    void keep(Set<String> names) {
        Deque<Integer> open = new ArrayDeque<>(elements);
        names.forEach(name -> open.add(exports.get(name)));
        Set<Integer> kept = new HashSet<>();
        while (!open.isEmpty()) {
            int next = open.pop();
            if (kept.add(next) && next >= imported) {
                for (Instruction instruction : function(next - imported).body()) {
                    if (instruction.opcode() == CALL) {
                        open.add(new Bytes(instruction.raw(), 1, instruction.raw().length).number());
                    }
                }
            }
        }
        for (int i = 0; i < code.size(); i++) {
            if (!kept.contains(i + imported)) {
                replace(i, function(i).with(new byte[] {UNREACHABLE, Instruction.END}, 0));
            }
        }
    }

    int functions() {
        return code.size();
    }

    int size(int function) {
        return code.get(function).length;
    }

    Function function(int index) {
        Type type = types.get(functionTypes.get(index));
        List<Integer> all = new ArrayList<>(type.parameters());
        byte[] bytes = code.get(index);
        Bytes in = new Bytes(bytes, 0, bytes.length);
        for (int i = in.number(); i > 0; i--) {
            int count = in.number();
            int of = in.one();
            for (int j = 0; j < count; j++) {
                all.add(of);
            }
        }
        return new Function(
                type.parameters().size(),
                all,
                type.results().isEmpty() ? Instruction.VOID : type.results().getFirst(),
                in.copy(in.at(), bytes.length));
    }

    void replace(int index, Function function) {
        code.set(index, function.code());
    }

    /** Adds a function, and returns the number to call it by. */
    int add(List<Integer> parameters, List<Integer> results, int locals, byte[] instructions) {
        types.add(new Type(List.copyOf(parameters), List.copyOf(results)));
        functionTypes.add(types.size() - 1);
        code.add(new Function(parameters.size(), parameters, Instruction.VOID, instructions)
                .with(instructions, locals)
                .code());
        return imported + code.size() - 1;
    }

    byte[] binary() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head);
        for (Section section : sections) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            switch (section.id()) {
                case TYPES -> {
                    Bytes.number(content, types.size());
                    for (Type type : types) {
                        content.write(0x60);
                        write(content, type.parameters());
                        write(content, type.results());
                    }
                }
                case FUNCTIONS -> {
                    Bytes.number(content, functionTypes.size());
                    functionTypes.forEach(type -> Bytes.number(content, type));
                }
                case CODE -> {
                    Bytes.number(content, code.size());
                    for (byte[] function : code) {
                        Bytes.number(content, function.length);
                        content.writeBytes(function);
                    }
                }
                default -> content.writeBytes(section.content());
            }
            out.write(section.id());
            Bytes.number(out, content.size());
            out.writeBytes(content.toByteArray());
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, List<Integer> list) {
        Bytes.number(out, list.size());
        list.forEach(out::write);
    }
}
