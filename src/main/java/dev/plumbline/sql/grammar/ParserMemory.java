package dev.plumbline.sql.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import pgquery.LibraryMachine;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;

/**
 * libpg_query 18.1.5 in a memory of its own: what C calls malloc, setjmp and a pointer. The names of its functions are one letter
 * each, given by the tool that compiled it, and other ones in each release; the package's JavaScript says which is which. Not
 * thread-safe.
 */
final class ParserMemory {
    private static final String MODULE = "a";

    /** What calls a function by its number and is where a longjmp arrives: {@code invoke_i}, {@code invoke_ii} and so on. */
    private static final Set<String> INVOKE = Set.of("a", "b", "d", "e", "f", "g", "h", "i", "j", "k", "l", "n", "y");

    private static final String LONGJMP = "p";
    private static final String GROW = "q";
    private static final String SET_TIMER = "o";
    private static final String KEEP_ALIVE = "w";

    private static final int PAGE = 65_536;

    /** Its stack ends below 34,515,008; from there on is what is allocated. The module itself would have 128 MB zeroed at each start. */
    private static final int FIRST_PAGES = 560;

    private static final int MOST_PAGES = 16_384;

    // struct PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; }
    private static final int TREE = 0;
    private static final int ERROR = 8;

    // struct PgQueryError { char *message; char *funcname; char *filename; int lineno; int cursorpos; char *context; }
    private static final int MESSAGE = 0;
    private static final int CURSOR = 16;

    private final Instance instance;
    private final Memory memory;
    private final ExportFunction allocate;
    private final ExportFunction free;
    private final ExportFunction parse;
    private final ExportFunction freeResult;
    private final ExportFunction setThrew;
    private final ExportFunction setStack;
    private final ExportFunction stack;

    /** Leaves the functions of C up to where a setjmp is. */
    private static final class LongJump extends RuntimeException {
        private static final long serialVersionUID = 1;

        LongJump() {
            super(null, null, false, false);
        }
    }

    ParserMemory() {
        WasmModule module = module();
        ImportValues.Builder imports = ImportValues.builder();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            FunctionImport wanted = (FunctionImport) module.importSection().getImport(i);
            FunctionType type = module.typeSection().getType(wanted.typeIndex());
            imports.addFunction(new HostFunction(MODULE, wanted.name(), type, function(wanted.name(), type)));
        }
        instance = Instance.builder(module)
                .withImportValues(imports.build())
                .withMemoryLimits(new MemoryLimits(FIRST_PAGES, MOST_PAGES))
                .withMemoryFactory(ByteArrayMemory::new)
                .withMachineFactory(LibraryMachine::new)
                .build();
        memory = instance.memory();
        allocate = instance.export("C");
        free = instance.export("E");
        parse = instance.export("F");
        freeResult = instance.export("G");
        setThrew = instance.export("P");
        setStack = instance.export("Q");
        stack = instance.export("R");
        instance.export("A").apply();
    }

    private static WasmModule module() {
        try (InputStream in = LibraryMachine.class.getResourceAsStream("Library.meta")) {
            return Parser.parse(Objects.requireNonNull(in, "the grammar is not in this build"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WasmFunctionHandle function(String name, FunctionType type) {
        if (INVOKE.contains(name)) {
            return (_, arguments) -> invoke(type, arguments);
        }
        return switch (name) {
            case LONGJMP ->
                (_, _) -> {
                    throw new LongJump();
                };
            case GROW -> (_, arguments) -> new long[] {grow(arguments[0] & 0xFFFF_FFFFL)};
            // It sets one to end parses that take long; there is no signal here to end them by.
            case SET_TIMER -> (_, _) -> new long[] {0};
            case KEEP_ALIVE -> (_, _) -> new long[0];
            default ->
                (_, _) -> {
                    throw new IllegalStateException("PostgreSQL's grammar called the system: " + name);
                };
        };
    }

    private long[] invoke(FunctionType type, long... arguments) {
        long before = stack.apply()[0];
        try {
            int function = instance.table(0).ref((int) arguments[0]);
            return instance.getMachine().call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (LongJump e) {
            setStack.apply(before);
            setThrew.apply(1, 0);
            return new long[type.returns().size()];
        }
    }

    private int grow(long bytes) {
        int have = memory.pages();
        int more = Math.max((int) ((bytes + PAGE - 1) / PAGE) - have, have / 4);
        return memory.grow(more) < 0 ? 0 : 1;
    }

    /** What the parser says: one of both. */
    record Answer(String tree, String message, int cursor) {}

    /** Parses a text without NUL. The cursor is where the error is, in characters from 1; 0 where it does not say. */
    Answer parse(String sql) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        int text = (int) allocate.apply(bytes.length + 1)[0];
        memory.write(text, bytes);
        memory.writeByte(text + bytes.length, (byte) 0);
        int result = (int) parse.apply(text)[0];
        try {
            int error = memory.readInt(result + ERROR);
            return error == 0
                    ? new Answer(string(memory.readInt(result + TREE)), "", 0)
                    : new Answer("", string(memory.readInt(error + MESSAGE)), memory.readInt(error + CURSOR));
        } finally {
            free.apply(text);
            freeResult.apply(result);
        }
    }

    private String string(int at) {
        int end = at;
        while (memory.read(end) != 0) {
            end++;
        }
        return new String(memory.readBytes(at, end - at), StandardCharsets.UTF_8);
    }
}
