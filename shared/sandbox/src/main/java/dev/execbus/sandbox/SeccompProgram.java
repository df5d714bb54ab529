package dev.execbus.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Writes the filters that the kernel runs before each system call: everything is allowed but what {@link SeccompRules}
 * refuse. The bytes are an array of {@code struct sock_filter}, as bubblewrap and seccomp(2) take it.
 */
final class SeccompProgram {
    private static final int ALLOW = 0x7FFF0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERROR = 0x00050000;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;
    /** A second table of calls on x86_64, numbered from here; no program uses it. */
    private static final int X32 = 0x40000000;
    /** Jumps reach no further than 255 instructions. */
    private static final int TOGETHER = 128;

    /** What a program refuses beyond what every program does. */
    enum Kind {
        /** The network and what could be used to borrow another process's; without it, sockets to the host only. */
        NETWORK_RESTRICTED,
        /** What Landlock does not restrict and namespaces would. */
        WITHOUT_NAMESPACES
    }

    private final BpfWriter code = new BpfWriter();

    private SeccompProgram() {}

    static byte[] of(Architecture architecture, Kind... kinds) {
        Set<Kind> chosen = EnumSet.noneOf(Kind.class);
        chosen.addAll(Arrays.asList(kinds));
        return of(architecture, chosen, List.of());
    }

    static byte[] of(Architecture architecture, Set<Kind> kinds, List<SeccompRule> further) {
        List<SeccompRule> rules = new ArrayList<>(
                SeccompRules.of(!kinds.contains(Kind.NETWORK_RESTRICTED), !kinds.contains(Kind.WITHOUT_NAMESPACES)));
        rules.addAll(further);
        SeccompProgram program = new SeccompProgram();
        program.begin(architecture);
        program.refuseAlways(architecture, rules, SeccompRule.EPERM);
        program.refuseAlways(architecture, rules, SeccompRule.ENOSYS);
        program.refuseAlways(architecture, rules, SeccompRule.ENOTSOCK);
        for (SystemCall call : SystemCall.values()) {
            program.refuseByArgument(call.on(architecture), byArgument(rules, call));
        }
        program.code.answer(ALLOW);
        return program.code.toByteArray();
    }

    /** Leaves the number of the call in the accumulator, where everything below expects it. */
    private void begin(Architecture architecture) {
        code.load(ARCHITECTURE);
        code.jumpIfEqual(architecture.auditNumber(), 1, 0);
        code.answer(KILL_PROCESS);
        code.load(NUMBER);
        if (architecture == Architecture.X86_64) {
            code.jumpIfAtLeast(X32, 0, 1);
            code.answer(ERROR | SeccompRule.ENOSYS);
        }
    }

    private void refuseAlways(Architecture architecture, List<SeccompRule> rules, int error) {
        int[] numbers = rules.stream()
                .filter(rule -> rule instanceof SeccompRule.Always always && always.error() == error)
                .map(rule -> rule.call().on(architecture))
                .flatMapToInt(OptionalInt::stream)
                .toArray();
        for (int from = 0; from < numbers.length; from += TOGETHER) {
            int until = Math.min(numbers.length, from + TOGETHER);
            for (int i = from; i < until; i++) {
                int left = until - 1 - i;
                code.jumpIfEqual(numbers[i], left, left == 0 ? 1 : 0);
            }
            code.answer(ERROR | error);
        }
    }

    /** All rules of one call: once its number is recognised, its arguments decide. */
    private void refuseByArgument(OptionalInt number, List<SeccompRule.ByArgument> rules) {
        if (number.isEmpty() || rules.isEmpty()) {
            return;
        }
        int length = rules.stream().mapToInt(SeccompProgram::length).sum() + 1;
        code.jumpIfEqual(number.getAsInt(), 0, length);
        for (SeccompRule.ByArgument rule : rules) {
            judge(rule);
        }
        code.answer(ALLOW);
    }

    /** Load, one jump for each value, two instructions at its end. */
    private static int length(SeccompRule.ByArgument rule) {
        return rule.values().size() + 3;
    }

    /** Answers, or falls through behind itself when this rule does not refuse. */
    private void judge(SeccompRule.ByArgument rule) {
        code.load(ARGUMENTS + rule.index() * Long.BYTES);
        int left = rule.values().size();
        for (int value : rule.values()) {
            left--;
            switch (rule.refused()) {
                case THESE, OTHERS -> code.jumpIfEqual(value, left + 1, 0);
                case WITH_BITS -> code.jumpIfAnyBit(value, left + 1, 0);
            }
        }
        switch (rule.refused()) {
            case OTHERS -> {
                code.answer(ERROR | SeccompRule.EPERM);
                code.jump(0);
            }
            case THESE, WITH_BITS -> {
                code.jump(1);
                code.answer(ERROR | SeccompRule.EPERM);
            }
        }
    }

    private static List<SeccompRule.ByArgument> byArgument(List<SeccompRule> rules, SystemCall call) {
        return rules.stream()
                .filter(rule -> rule.call() == call && rule instanceof SeccompRule.ByArgument)
                .map(SeccompRule.ByArgument.class::cast)
                .toList();
    }
}
