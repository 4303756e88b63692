import java.util.ArrayList;
import java.util.List;

/**
 * One instruction of a function's body.
 *
 * @param opcode  its first byte
 * @param raw     all of its bytes
 * @param targets what it branches to: the instruction that opens the label, or {@link #FUNCTION} for the function's own
 * @param opened  for {@code end} and {@code else}, the instruction that opened what they end
 * @param local   the local variable that it reads or writes, or -1
 */
record Instruction(int opcode, byte[] raw, List<Integer> targets, int opened, int local) {
    static final int FUNCTION = -1;
    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0B;
    static final int BR = 0x0C;
    static final int BR_IF = 0x0D;
    static final int BR_TABLE = 0x0E;
    static final int RETURN = 0x0F;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int VOID = 0x40;

    boolean opens() {
        return opcode == BLOCK || opcode == LOOP || opcode == IF;
    }

    /** The type of the values of a label's block: {@link #VOID} for none. */
    int type() {
        return raw[1] & 0xFF;
    }

    /** Reads a body's instructions; the last one is the function's own {@code end}. */
    static List<Instruction> read(Bytes bytes) {
        List<Instruction> all = new ArrayList<>();
        List<Integer> open = new ArrayList<>(List.of(FUNCTION));
        while (bytes.more()) {
            int from = bytes.at();
            int opcode = bytes.one();
            List<Integer> targets = List.of();
            int opened = FUNCTION;
            int local = -1;
            switch (opcode) {
                case BLOCK, LOOP, IF -> {
                    int type = bytes.one();
                    if (type < 0x40) {
                        throw new IllegalStateException("a block with parameters");
                    }
                    open.add(all.size());
                }
                case ELSE -> opened = open.getLast();
                case END -> opened = open.removeLast();
                case BR, BR_IF -> targets = List.of(label(open, bytes.number()));
                case BR_TABLE -> {
                    int count = bytes.number() + 1;
                    targets = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        targets.add(label(open, bytes.number()));
                    }
                }
                case RETURN -> targets = List.of(FUNCTION);
                case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> local = bytes.number();
                default -> operands(opcode, bytes);
            }
            all.add(new Instruction(opcode, bytes.copy(from, bytes.at()), targets, opened, local));
        }
        return all;
    }

    private static int label(List<Integer> open, int depth) {
        return open.get(open.size() - 1 - depth);
    }

    private static void operands(int opcode, Bytes bytes) {
        switch (opcode) {
            case 0x00, 0x01, 0x1A, 0x1B -> {
                // unreachable, nop, drop, select
            }
            case 0x10, 0x23, 0x24, 0x41, 0x42, 0xD2 -> bytes.skipNumber();
            case 0x11, 0x3F, 0x40 -> {
                bytes.skipNumber();
                if (opcode == 0x11) {
                    bytes.skipNumber();
                }
            }
            case 0x43 -> bytes.skip(4);
            case 0x44 -> bytes.skip(8);
            case 0xFC -> {
                int which = bytes.number();
                switch (which) {
                    case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                        // saturating truncation
                    }
                    case 8, 10, 12, 14 -> bytes.skip(2);
                    case 11 -> bytes.skip(1);
                    default -> throw new IllegalStateException("instruction 0xFC " + which);
                }
            }
            default -> {
                if (opcode >= 0x28 && opcode <= 0x3E) {
                    bytes.skipNumber();
                    bytes.skipNumber();
                } else if (opcode < 0x45 || opcode > 0xC4) {
                    throw new IllegalStateException("instruction 0x" + Integer.toHexString(opcode));
                }
            }
        }
    }
}
