package dev.execbus.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CompilerThreadsTest {
    /** Of the fields behind the name in parentheses; proc(5). */
    private static final int NICE = 16;

    @Test
    void theOptimisingCompilerGivesWay() throws IOException {
        List<Integer> threads = CompilerThreads.find();

        CompilerThreads.giveWay();

        assertFalse(threads.isEmpty(), "this virtual machine has no optimising compiler");
        for (int thread : threads) {
            assertEquals(CompilerThreads.NICE, nice(thread));
        }
        assertEquals(0, nice((int) ProcessHandle.current().pid()));
    }

    private static int nice(int thread) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE]);
    }
}
