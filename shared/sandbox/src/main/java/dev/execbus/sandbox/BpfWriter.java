package dev.execbus.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Instructions of classic BPF, as the kernel reads them. Jumps are counted from the next instruction. */
final class BpfWriter {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP = 0x05;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int ANSWER = 0x06;
    private static final int LONGEST_JUMP = 255;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void load(int offset) {
        write(LOAD_WORD, 0, 0, offset);
    }

    void jump(int distance) {
        write(JUMP, 0, 0, distance);
    }

    void jumpIfEqual(int value, int then, int otherwise) {
        write(JUMP_EQUAL, then, otherwise, value);
    }

    void jumpIfAtLeast(int value, int then, int otherwise) {
        write(JUMP_AT_LEAST, then, otherwise, value);
    }

    void jumpIfAnyBit(int bits, int then, int otherwise) {
        write(JUMP_ANY_BIT, then, otherwise, bits);
    }

    void answer(int value) {
        write(ANSWER, 0, 0, value);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private void write(int code, int then, int otherwise, int operand) {
        if (then > LONGEST_JUMP || otherwise > LONGEST_JUMP) {
            throw new IllegalStateException("a jump of the program is too long");
        }
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putShort((short) code)
                .put((byte) then)
                .put((byte) otherwise)
                .putInt(operand)
                .array());
    }
}
