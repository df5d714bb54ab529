package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildEnvironmentTest {
    @Test
    void findsTheShellOfAnAccount(@TempDir Path folder) throws Exception {
        Path passwords = Files.writeString(folder.resolve("passwd"), """
            root:x:0:0:root:/root:/bin/bash
            broken
            ann:x:1000:1000:Ann,,,:/home/ann:/usr/bin/fish
            noshell:x:1001:1001::/home/noshell:
            """);
        assertThat(ChildEnvironment.shellOf("ann", passwords)).isEqualTo("/usr/bin/fish");
        assertThat(ChildEnvironment.shellOf("noshell", passwords)).isEqualTo("/bin/sh");
        assertThat(ChildEnvironment.shellOf("?", passwords)).isEqualTo("/bin/sh");
        assertThat(ChildEnvironment.shellOf("ann", folder.resolve("missing"))).isEqualTo("/bin/sh");
    }
}
