package dev.execbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SystemCallTest {
    private static final Pattern DEFINITION = Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)\\s*");
    private static final Path GENERIC = Path.of("/usr/include/asm-generic/unistd.h");
    private static final List<Path> OF_X86_64 =
            List.of(Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path.of("/usr/include/asm/unistd_64.h"));

    @Test
    void agreesWithTheKernelsHeaderForX86() throws Exception {
        Optional<Path> header = OF_X86_64.stream().filter(Files::exists).findFirst();
        assumeTrue(header.isPresent(), "the kernel's headers are not installed");
        assertAgreement(Architecture.X86_64, header.get());
    }

    /** aarch64 has the general table. */
    @Test
    void agreesWithTheKernelsHeaderForArm() throws Exception {
        assumeTrue(Files.exists(GENERIC), "the kernel's headers are not installed");
        assertAgreement(Architecture.AARCH64, GENERIC);
    }

    @Test
    void namesNoNumberTwice() {
        for (Architecture architecture : Architecture.values()) {
            assertThat(Stream.of(SystemCall.values())
                            .map(call -> call.on(architecture))
                            .filter(number -> number.isPresent()))
                    .doesNotHaveDuplicates();
        }
    }

    /** Calls newer than the header cannot be compared. */
    private static void assertAgreement(Architecture architecture, Path header) throws IOException {
        Map<SystemCall, Integer> defined = new EnumMap<>(SystemCall.class);
        Map<SystemCall, Integer> known = new EnumMap<>(SystemCall.class);
        for (String line : Files.readAllLines(header)) {
            Matcher matcher = DEFINITION.matcher(line);
            if (matcher.matches()) {
                named(matcher.group(1)).ifPresent(call -> {
                    defined.putIfAbsent(call, Integer.valueOf(matcher.group(2)));
                    call.on(architecture).ifPresent(number -> known.put(call, number));
                });
            }
        }
        assertThat(defined).hasSizeGreaterThan(70).isEqualTo(known);
    }

    private static Optional<SystemCall> named(String name) {
        return Stream.of(SystemCall.values())
                .filter(call -> call.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
