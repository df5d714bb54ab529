package dev.execbus.sandbox;

import static dev.execbus.sandbox.SeccompProgram.Kind.NETWORK_RESTRICTED;
import static dev.execbus.sandbox.SeccompProgram.Kind.WITHOUT_NAMESPACES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SeccompProgramTest {
    private static final int ALLOWED = 0x7FFF0000;
    private static final int KILLED = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050000 | 1;
    private static final int NO_SUCH_CALL = 0x00050000 | 38;
    private static final int NO_SOCKET = 0x00050000 | 88;
    private static final int AUDIT_I386 = 0x40000003;
    private static final int AUDIT_ARM = 0x40000028;
    private static final long NEW_USER = 0x10000000;
    private static final long NEW_THREAD = 0x3D0F00;

    private static final Set<SystemCall> ALWAYS_REFUSED = EnumSet.of(
            SystemCall.SETNS,
            SystemCall.IO_URING_SETUP,
            SystemCall.IO_URING_ENTER,
            SystemCall.IO_URING_REGISTER,
            SystemCall.MOUNT,
            SystemCall.UMOUNT2,
            SystemCall.PIVOT_ROOT,
            SystemCall.OPEN_TREE,
            SystemCall.OPEN_TREE_ATTR,
            SystemCall.MOVE_MOUNT,
            SystemCall.FSOPEN,
            SystemCall.FSCONFIG,
            SystemCall.FSMOUNT,
            SystemCall.FSPICK,
            SystemCall.MOUNT_SETATTR,
            SystemCall.OPEN_BY_HANDLE_AT,
            SystemCall.ADD_KEY,
            SystemCall.REQUEST_KEY,
            SystemCall.KEYCTL,
            SystemCall.BPF,
            SystemCall.PERF_EVENT_OPEN,
            SystemCall.USERFAULTFD,
            SystemCall.KEXEC_LOAD,
            SystemCall.KEXEC_FILE_LOAD,
            SystemCall.INIT_MODULE,
            SystemCall.FINIT_MODULE,
            SystemCall.DELETE_MODULE);
    private static final Set<SystemCall> REFUSED_WITHOUT_NETWORK = EnumSet.of(
            SystemCall.PTRACE,
            SystemCall.PROCESS_VM_READV,
            SystemCall.PROCESS_VM_WRITEV,
            SystemCall.CONNECT,
            SystemCall.ACCEPT,
            SystemCall.ACCEPT4,
            SystemCall.BIND,
            SystemCall.LISTEN,
            SystemCall.GETSOCKNAME,
            SystemCall.SHUTDOWN,
            SystemCall.SENDTO,
            SystemCall.SENDMMSG,
            SystemCall.RECVMMSG,
            SystemCall.GETSOCKOPT,
            SystemCall.SETSOCKOPT);
    private static final Set<SystemCall> SOCKETS = EnumSet.of(SystemCall.SOCKET, SystemCall.SOCKETPAIR);
    private static final Set<SystemCall> REFUSED_WITHOUT_NAMESPACES =
            EnumSet.range(SystemCall.CHMOD, SystemCall.MQ_UNLINK);

    @ParameterizedTest
    @EnumSource
    void killsWhatCallsInAnotherConvention(Architecture architecture) {
        BpfMachine machine = machine(architecture);
        for (int other : List.of(0, AUDIT_I386, AUDIT_ARM, other(architecture).auditNumber())) {
            assertThat(machine.answer(new BpfMachine.Call(other, 0, List.of()))).isEqualTo(KILLED);
        }
    }

    @Test
    void knowsNoCallsOfTheSecondTableOfX86() {
        BpfMachine machine = machine(Architecture.X86_64, NETWORK_RESTRICTED);
        for (int number : List.of(0x40000000, 0x40000000 | 41, 0x40000000 | 520, 0x7FFFFFFF, 0xFFFFFFFF)) {
            assertThat(machine.answer(call(Architecture.X86_64, number))).isEqualTo(NO_SUCH_CALL);
        }
        assertThat(machine.answer(call(Architecture.X86_64, 0x3FFFFFFF))).isEqualTo(ALLOWED);
    }

    /** With arguments of zero: those that are told apart by their arguments have tests of their own. */
    @ParameterizedTest
    @EnumSource
    void refusesWhatIsListedAndNothingElse(Architecture architecture) {
        assertThat(refused(architecture)).isEqualTo(numbers(architecture, List.of(ALWAYS_REFUSED)));
        assertThat(refused(architecture, NETWORK_RESTRICTED))
                .isEqualTo(numbers(architecture, List.of(ALWAYS_REFUSED, REFUSED_WITHOUT_NETWORK, SOCKETS)));
        assertThat(refused(architecture, WITHOUT_NAMESPACES))
                .isEqualTo(numbers(architecture, List.of(ALWAYS_REFUSED, REFUSED_WITHOUT_NAMESPACES)));
        assertThat(refused(architecture, NETWORK_RESTRICTED, WITHOUT_NAMESPACES))
                .isEqualTo(numbers(
                        architecture,
                        List.of(ALWAYS_REFUSED, REFUSED_WITHOUT_NETWORK, SOCKETS, REFUSED_WITHOUT_NAMESPACES)));
    }

    @ParameterizedTest
    @EnumSource
    void hidesTheCallWhoseFlagsCannotBeSeen(Architecture architecture) {
        assertThat(answer(machine(architecture), architecture, SystemCall.CLONE3))
                .isEqualTo(NO_SUCH_CALL);
    }

    @ParameterizedTest
    @EnumSource
    void noDescriptorLooksLikeAConnectionWithoutNetwork(Architecture architecture) {
        assertThat(answer(machine(architecture, NETWORK_RESTRICTED), architecture, SystemCall.GETPEERNAME))
                .isEqualTo(NO_SOCKET);
    }

    @ParameterizedTest
    @EnumSource
    void leavesSocketsOfOneFamilyWithoutNetwork(Architecture architecture) {
        BpfMachine machine = machine(architecture, NETWORK_RESTRICTED);
        for (SystemCall call : SOCKETS) {
            assertThat(answer(machine, architecture, call, 1, 1, 0)).isEqualTo(ALLOWED);
            for (long family : List.of(0L, 2L, 10L, 16L, 17L, 40L, -1L, 0x80000001L)) {
                assertThat(answer(machine, architecture, call, family, 1, 0)).isEqualTo(NOT_PERMITTED);
            }
        }
    }

    /** A datagram needs no connection: it could go to any socket that can be seen on the disk. */
    @ParameterizedTest
    @EnumSource
    void leavesNoDatagramsWithoutNetwork(Architecture architecture) {
        BpfMachine restricted = machine(architecture, NETWORK_RESTRICTED);
        for (SystemCall call : SOCKETS) {
            for (long type : List.of(2L, 3L, 0x80802L)) {
                assertThat(answer(restricted, architecture, call, 1, type, 0)).isEqualTo(NOT_PERMITTED);
                assertThat(answer(machine(architecture), architecture, call, 1, type, 0))
                        .isEqualTo(ALLOWED);
            }
            for (long type : List.of(1L, 5L, 0x80801L)) {
                assertThat(answer(restricted, architecture, call, 1, type, 0)).isEqualTo(ALLOWED);
            }
        }
    }

    /** The kernel reads an int, and so must the program: the upper half changes nothing. */
    @ParameterizedTest
    @EnumSource
    void looksAtWhatTheKernelLooksAt(Architecture architecture) {
        long upper = 0x123400000000L;
        BpfMachine restricted = machine(architecture, NETWORK_RESTRICTED);
        assertThat(answer(restricted, architecture, SystemCall.SOCKET, upper | 1))
                .isEqualTo(ALLOWED);
        assertThat(answer(restricted, architecture, SystemCall.SOCKET, upper | 2))
                .isEqualTo(NOT_PERMITTED);
        assertThat(answer(restricted, architecture, SystemCall.IOCTL, 0, upper | 0x5412))
                .isEqualTo(NOT_PERMITTED);
        assertThat(answer(restricted, architecture, SystemCall.CLONE, upper | NEW_USER))
                .isEqualTo(NOT_PERMITTED);
    }

    @ParameterizedTest
    @EnumSource
    void leavesAllButSocketsToTheHostWithNetwork(Architecture architecture) {
        BpfMachine machine = machine(architecture);
        for (SystemCall call : SOCKETS) {
            for (long family : List.of(1L, 2L, 10L, 16L)) {
                assertThat(answer(machine, architecture, call, family, 1, 0)).isEqualTo(ALLOWED);
            }
            assertThat(answer(machine, architecture, call, 40, 1, 0)).isEqualTo(NOT_PERMITTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void allowsNoNewUserNamespace(Architecture architecture) {
        for (BpfMachine machine : List.of(machine(architecture), machine(architecture, NETWORK_RESTRICTED))) {
            assertThat(answer(machine, architecture, SystemCall.CLONE, NEW_THREAD))
                    .isEqualTo(ALLOWED);
            assertThat(answer(machine, architecture, SystemCall.CLONE, NEW_USER | 17))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(answer(machine, architecture, SystemCall.UNSHARE, 0x400)).isEqualTo(ALLOWED);
            assertThat(answer(machine, architecture, SystemCall.UNSHARE, NEW_USER | 0x20000))
                    .isEqualTo(NOT_PERMITTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void typesIntoNoTerminal(Architecture architecture) {
        for (BpfMachine machine : List.of(machine(architecture), machine(architecture, WITHOUT_NAMESPACES))) {
            assertThat(answer(machine, architecture, SystemCall.IOCTL, 0, 0x5412))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(answer(machine, architecture, SystemCall.IOCTL, 0, 0x541C))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(answer(machine, architecture, SystemCall.IOCTL, 0, 0x5401))
                    .isEqualTo(ALLOWED);
            assertThat(answer(machine, architecture, SystemCall.IOCTL, 0x5412, 0))
                    .isEqualTo(ALLOWED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void signalsNeitherTheServerNorTheThreadWhenSparingThem(Architecture architecture) {
        BpfMachine machine = new BpfMachine(SeccompProgram.of(architecture, Set.of(), SeccompRules.sparing(100, 117)));
        for (long spared : List.of(100L, 117L, -1L)) {
            assertThat(answer(machine, architecture, SystemCall.KILL, spared, 9))
                    .isEqualTo(NOT_PERMITTED);
        }
        assertThat(answer(machine, architecture, SystemCall.KILL, 118, 9)).isEqualTo(ALLOWED);
        assertThat(answer(machine, architecture, SystemCall.KILL, 0, 100)).isEqualTo(ALLOWED);
        assertThat(answer(machine, architecture, SystemCall.TGKILL, 100, 117, 9))
                .isEqualTo(NOT_PERMITTED);
        assertThat(answer(machine, architecture, SystemCall.TGKILL, 118, 119, 6))
                .isEqualTo(ALLOWED);
        assertThat(answer(machine, architecture, SystemCall.TKILL, 117, 9)).isEqualTo(NOT_PERMITTED);
        assertThat(answer(machine, architecture, SystemCall.PIDFD_OPEN, 117)).isEqualTo(NOT_PERMITTED);
        assertThat(answer(machine, architecture, SystemCall.FCNTL, 0, 15)).isEqualTo(NOT_PERMITTED);
        assertThat(answer(machine, architecture, SystemCall.FCNTL, 15, 4)).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @EnumSource
    void changesNoAttributesAndNoLimitsOfOthersWithoutNamespaces(Architecture architecture) {
        BpfMachine machine = machine(architecture, WITHOUT_NAMESPACES);
        assertThat(answer(machine, architecture, SystemCall.IOCTL, 3, 0x40086602))
                .isEqualTo(NOT_PERMITTED);
        assertThat(answer(machine, architecture, SystemCall.PRLIMIT64, 0, 7)).isEqualTo(ALLOWED);
        assertThat(answer(machine, architecture, SystemCall.PRLIMIT64, 4711, 7)).isEqualTo(NOT_PERMITTED);
        BpfMachine within = machine(architecture);
        assertThat(answer(within, architecture, SystemCall.IOCTL, 3, 0x40086602))
                .isEqualTo(ALLOWED);
        assertThat(answer(within, architecture, SystemCall.PRLIMIT64, 4711, 7)).isEqualTo(ALLOWED);
    }

    private static BpfMachine machine(Architecture architecture, SeccompProgram.Kind... kinds) {
        return new BpfMachine(SeccompProgram.of(architecture, kinds));
    }

    private static int answer(BpfMachine machine, Architecture architecture, SystemCall call, long... arguments) {
        return machine.answer(call(architecture, call.on(architecture).orElseThrow(), arguments));
    }

    private static BpfMachine.Call call(Architecture architecture, int number, long... arguments) {
        return new BpfMachine.Call(
                architecture.auditNumber(),
                number,
                LongStream.of(arguments).boxed().toList());
    }

    private static Set<Integer> refused(Architecture architecture, SeccompProgram.Kind... kinds) {
        BpfMachine machine = machine(architecture, kinds);
        return Stream.iterate(0, number -> number < 1024, number -> number + 1)
                .filter(number -> machine.answer(call(architecture, number)) == NOT_PERMITTED)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> numbers(Architecture architecture, List<Set<SystemCall>> calls) {
        return calls.stream()
                .flatMap(Set::stream)
                .flatMap(call -> call.on(architecture).stream().boxed())
                .collect(Collectors.toSet());
    }

    private static Architecture other(Architecture architecture) {
        return architecture == Architecture.X86_64 ? Architecture.AARCH64 : Architecture.X86_64;
    }
}
