package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One compiled program, on the jars of the image: embedded, and in a cluster of two gateways and two workers. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class ExampleIT {
    private static final String[] PARENT = {"sh", "-c", "echo $PPID; seq 1 200000; exit 3"};

    @TempDir
    private Path folder;

    @Test
    void theSameProgramRunsEverywhere() {
        ExampleProgram program = ExampleProgram.compile(folder, image());
        String alone = output(program.run(null, PARENT));
        try (LocalCluster cluster = LocalCluster.start("example", Map.of())) {
            List<String> workers =
                    cluster.workers().map(worker -> Long.toString(worker.pid())).toList();
            assertThat(workers).doesNotContain(parent(alone));
            cluster.gateways()
                    .forEach(gateway -> cluster.workers().forEach(worker -> {
                        String there = output(program.run(
                                "ws://127.0.0.1:" + gateway.address().getPort() + "/environments/" + worker, PARENT));
                        assertThat(parent(there)).isEqualTo(Long.toString(worker.pid()));
                        assertThat(rest(there)).isEqualTo(rest(alone));
                    }));
            String anywhere = output(
                    program.run("ws://127.0.0.1:" + cluster.node("g2").address().getPort(), PARENT));
            assertThat(workers).contains(parent(anywhere));
        }
    }

    /** A class path of all its jars. */
    private static String image() {
        try (Stream<Path> jars = Files.list(Path.of("target", "execbus", "lib"))) {
            return jars.filter(jar -> jar.toString().endsWith(".jar"))
                    .map(jar -> jar.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(ExampleProgram.Run run) {
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).as(run.errors()).endsWith("\n200000\nexit code 3\n");
        return run.output();
    }

    private static String parent(String output) {
        return output.substring(0, output.indexOf('\n'));
    }

    private static String rest(String output) {
        return output.substring(output.indexOf('\n'));
    }
}
