package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The shape in which a program gets its arguments and its environment: an array of pointers with a null at its end. */
final class ArgumentBlock {
    private ArgumentBlock() {}

    static MemorySegment argv(Arena arena, Launch launch) {
        byte[][] texts = encode(launch.argv());
        texts[0] = launch.shownName().getBytes(StandardCharsets.UTF_8);
        return of(arena, texts);
    }

    static MemorySegment env(Arena arena, Map<String, String> env) {
        List<String> pairs = env.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
        return of(arena, encode(pairs));
    }

    private static byte[][] encode(Collection<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    /** One block of memory: the pointers, then the texts, each with a zero after it (the memory comes zeroed). */
    private static MemorySegment of(Arena arena, byte[][] texts) {
        long offset = (texts.length + 1) * ValueLayout.ADDRESS.byteSize();
        long size = offset;
        for (byte[] text : texts) {
            size += text.length + 1;
        }
        MemorySegment block = arena.allocate(size, ValueLayout.ADDRESS.byteAlignment());
        for (int i = 0; i < texts.length; i++) {
            block.setAtIndex(ValueLayout.ADDRESS, i, block.asSlice(offset));
            MemorySegment.copy(texts[i], 0, block, ValueLayout.JAVA_BYTE, offset, texts[i].length);
            offset += texts[i].length + 1;
        }
        return block;
    }
}
