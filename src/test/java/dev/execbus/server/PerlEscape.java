package dev.execbus.server;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Calls of the kernel that no shell makes, in Perl. Each program ends with 0 if it got what it asked for, else with the
 * number of the error.
 *
 * @param title for the name of a test
 * @param error the number for a refusal
 */
record PerlEscape(String title, String program, int error) {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final int NOT_PERMITTED = 1;
    private static final int NO_SUCH_PROCESS = 3;

    /** By name, on both of the architectures that the seccomp program knows. */
    private static final Map<String, Integer> NUMBERS = ARM
            ? Map.of("ptrace", 117, "readv", 270, "writev", 271, "nameToHandle", 264, "openByHandle", 265)
            : Map.of("ptrace", 101, "readv", 310, "writev", 311, "nameToHandle", 303, "openByHandle", 304);

    private static final String ADDRESS = "pack('Sa108', 1, $ENV{ADDRESS})";

    /** Refused with and without a network. */
    static Stream<PerlEscape> always() {
        return Stream.of(
                socket("AF_VSOCK", "40, 1, 0"),
                call("io_uring_setup", "my $p = \"\\0\" x 120;", "425, 4, $p"),
                call("open_by_handle_at", handle(), NUMBERS.get("openByHandle") + ", fileno($d), $h, 1"),
                new PerlEscape("pidfd_open of the server", tried("", "434, $ENV{SERVER} + 0, 0"), NO_SUCH_PROCESS),
                new PerlEscape("kill of the server", "kill(0, $ENV{SERVER}) or exit($! + 0)", NO_SUCH_PROCESS));
    }

    /** Refused where there is no network. */
    static Stream<PerlEscape> withoutNetwork() {
        return Stream.of(
                socket("AF_INET, stream", "2, 1, 0"),
                socket("AF_INET, datagram", "2, 2, 0"),
                socket("AF_INET, raw", "2, 3, 1"),
                socket("AF_INET6, stream", "10, 1, 0"),
                socket("AF_INET6, datagram", "10, 2, 0"),
                socket("AF_INET6, raw", "10, 3, 58"),
                socket("AF_NETLINK", "16, 3, 0"),
                socket("AF_PACKET", "17, 3, 0"),
                socket("AF_ALG", "38, 5, 0"),
                new PerlEscape(
                        "socketpair of AF_INET", "socketpair(my $a, my $b, 2, 1, 0) or exit($! + 0)", NOT_PERMITTED),
                call("ptrace", "", NUMBERS.get("ptrace") + ", 0, 0, 0, 0"),
                call("process_vm_readv", vectors(), NUMBERS.get("readv") + ", $$ + 0, $l, 1, $r, 1, 0"),
                call("process_vm_writev", vectors(), NUMBERS.get("writev") + ", $$ + 0, $l, 1, $r, 1, 0"));
    }

    static Stream<PerlEscape> onUnixSockets() {
        return Stream.of(
                onUnix("connect", 1, "connect($s, " + ADDRESS + ")"),
                onUnix("bind", 1, "bind($s, pack('Sa108', 1, 'new.sock'))"),
                onUnix("connected datagrams", 2, "connect($s, " + ADDRESS + ")"),
                onUnix("datagrams", 2, "send($s, 'x', 0, " + ADDRESS + ")"),
                onUnix("sequential packets", 5, "connect($s, " + ADDRESS + ")"));
    }

    private static PerlEscape socket(String title, String arguments) {
        return new PerlEscape(title, "socket(my $s, " + arguments + ") or exit($! + 0)", NOT_PERMITTED);
    }

    private static PerlEscape onUnix(String title, int type, String use) {
        return new PerlEscape(
                title, "socket(my $s, 1, " + type + ", 0) or exit($! + 0); " + use + " or exit($! + 0)", NOT_PERMITTED);
    }

    private static PerlEscape call(String title, String before, String arguments) {
        return new PerlEscape(title, tried(before, arguments), NOT_PERMITTED);
    }

    private static String tried(String before, String arguments) {
        return before + " syscall(" + arguments + ") >= 0 or exit($! + 0)";
    }

    /** Of the calling process itself, which nobody else would refuse. */
    private static String vectors() {
        return "my $to = 'a' x 8; my $of = 'b' x 8; my $l = pack('PQ', $to, 8); my $r = pack('PQ', $of, 8);";
    }

    /** A file by number, past all names and mounts. */
    private static String handle() {
        return "my $p = '../out/secret'; my $h = pack('Ii', 128, 0) . (\"\\0\" x 128); my $m = pack('i', 0);"
                + " syscall(" + NUMBERS.get("nameToHandle") + ", -100, $p, $h, $m, 0) == 0 or exit 99;"
                + " open(my $d, '<', '.') or exit 99;";
    }

    List<String> argv() {
        return List.of("perl", "-e", program);
    }

    @Override
    public String toString() {
        return title;
    }
}
