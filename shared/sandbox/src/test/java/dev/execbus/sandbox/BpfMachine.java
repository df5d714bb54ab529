package dev.execbus.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Runs programs of classic BPF as the kernel does for a system call, and refuses what its checker would. */
final class BpfMachine {
    private static final int LIMIT = 4096;

    private final ByteBuffer code;
    private final int length;

    BpfMachine(byte[] program) {
        code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        length = program.length / 8;
        if (program.length % 8 != 0 || length == 0 || length > LIMIT) {
            throw new IllegalArgumentException(program.length + " bytes are no program");
        }
        for (int at = 0; at < length; at++) {
            check(at);
        }
    }

    /** A system call as a program sees it. */
    record Call(int architecture, int number, List<Long> arguments) {
        private int word(int offset) {
            return switch (offset) {
                case 0 -> number;
                case 4 -> architecture;
                default -> half(offset - 16);
            };
        }

        private int half(int offset) {
            int index = offset / 8;
            long argument = index < arguments.size() ? arguments.get(index) : 0;
            return (int) (offset % 8 == 0 ? argument : argument >>> 32);
        }
    }

    int answer(Call call) {
        int accumulator = 0;
        int at = 0;
        while (true) {
            int operand = operand(at);
            switch (operation(at)) {
                case 0x20 -> {
                    accumulator = call.word(operand);
                    at++;
                }
                case 0x05 -> at += 1 + operand;
                case 0x15 -> at += 1 + jump(at, accumulator == operand);
                case 0x35 -> at += 1 + jump(at, Integer.compareUnsigned(accumulator, operand) >= 0);
                case 0x45 -> at += 1 + jump(at, (accumulator & operand) != 0);
                default -> {
                    return operand;
                }
            }
        }
    }

    private void check(int at) {
        int furthest = switch (operation(at)) {
            case 0x20 -> {
                if (operand(at) < 0 || operand(at) > 60 || operand(at) % 4 != 0) {
                    throw new IllegalArgumentException("a load from " + operand(at));
                }
                yield at + 1;
            }
            case 0x05 -> at + 1 + operand(at);
            case 0x15, 0x35, 0x45 -> at + 1 + Math.max(jump(at, true), jump(at, false));
            case 0x06 -> at;
            default -> throw new IllegalArgumentException("the instruction " + operation(at));
        };
        if (furthest < at || furthest >= length) {
            throw new IllegalArgumentException("instruction " + at + " leaves the program");
        }
    }

    private int operation(int at) {
        return code.getShort(at * 8);
    }

    private int jump(int at, boolean taken) {
        return Byte.toUnsignedInt(code.get(at * 8 + (taken ? 2 : 3)));
    }

    private int operand(int at) {
        return code.getInt(at * 8 + 4);
    }
}
