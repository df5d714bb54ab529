package dev.execbus.sandbox;

import static dev.execbus.sandbox.SeccompRule.EPERM;

import dev.execbus.sandbox.SeccompRule.Always;
import dev.execbus.sandbox.SeccompRule.ByArgument;
import dev.execbus.sandbox.SeccompRule.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is refused to what runs confined. */
final class SeccompRules {
    private static final int AF_UNIX = 1;
    private static final int AF_VSOCK = 40;
    private static final int CLONE_NEWUSER = 0x10000000;
    private static final int F_SETOWN_EX = 15;
    private static final int EVERYBODY = -1;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;

    /** FS_IOC_SETFLAGS, FS_IOC_SETVERSION with their 32-bit forms, FS_IOC_FSSETXATTR; fscrypt and fsverity. */
    private static final List<Integer> ATTRIBUTE_REQUESTS =
            List.of(0x40086602, 0x40046602, 0x40087602, 0x40047602, 0x401C5820, 0x800C6613, 0x40806685);

    /**
     * SOCK_DGRAM, and SOCK_RAW which is the same here, with SOCK_NONBLOCK and SOCK_CLOEXEC or without: they send to any
     * socket on the disk without being connected.
     */
    private static final List<Integer> DATAGRAMS = List.of(2, 3, 0x802, 0x803, 0x80002, 0x80003, 0x80802, 0x80803);

    /** New user namespaces bring all capabilities back; the rest is the kernel's surface that programs do without. */
    private static final List<SeccompRule> EVERYWHERE = Stream.concat(
                    Stream.of(
                            // Its flags are in memory, where no filter can look; the C library then uses clone.
                            new Always(SystemCall.CLONE3, SeccompRule.ENOSYS),
                            new ByArgument(SystemCall.CLONE, 0, Refused.WITH_BITS, List.of(CLONE_NEWUSER)),
                            new ByArgument(SystemCall.UNSHARE, 0, Refused.WITH_BITS, List.of(CLONE_NEWUSER)),
                            // Both type into a terminal as if its user did.
                            new ByArgument(SystemCall.IOCTL, 1, Refused.THESE, List.of(TIOCSTI, TIOCLINUX))),
                    refused(
                            SystemCall.SETNS,
                            // Neither network nor file rules are asked for what these queues do.
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
                            SystemCall.DELETE_MODULE))
            .toList();

    /** Descriptors of AF_UNIX remain, as pairs: a program may talk to its own children. */
    private static final List<SeccompRule> NO_NETWORK = Stream.concat(
                    Stream.of(
                            new ByArgument(SystemCall.SOCKET, 0, Refused.OTHERS, List.of(AF_UNIX)),
                            new ByArgument(SystemCall.SOCKETPAIR, 0, Refused.OTHERS, List.of(AF_UNIX)),
                            new ByArgument(SystemCall.SOCKET, 1, Refused.THESE, DATAGRAMS),
                            new ByArgument(SystemCall.SOCKETPAIR, 1, Refused.THESE, DATAGRAMS),
                            // With another error bash takes its stdin for a connection, and reads ~/.bashrc.
                            new Always(SystemCall.GETPEERNAME, SeccompRule.ENOTSOCK)),
                    refused(
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
                            SystemCall.SETSOCKOPT))
            .toList();

    /** Sockets to the machine's host belong to no network namespace. */
    private static final List<SeccompRule> NETWORK = List.of(
            new ByArgument(SystemCall.SOCKET, 0, Refused.THESE, List.of(AF_VSOCK)),
            new ByArgument(SystemCall.SOCKETPAIR, 0, Refused.THESE, List.of(AF_VSOCK)));

    /** What mounts and namespaces take care of elsewhere: attributes of files, shared memory, limits of others. */
    private static final List<SeccompRule> WITHOUT_NAMESPACES = Stream.concat(
                    Stream.of(
                            new ByArgument(SystemCall.IOCTL, 1, Refused.THESE, ATTRIBUTE_REQUESTS),
                            new ByArgument(SystemCall.PRLIMIT64, 0, Refused.OTHERS, List.of(0))),
                    refused(
                            SystemCall.CHMOD,
                            SystemCall.FCHMOD,
                            SystemCall.FCHMODAT,
                            SystemCall.FCHMODAT2,
                            SystemCall.CHOWN,
                            SystemCall.LCHOWN,
                            SystemCall.FCHOWN,
                            SystemCall.FCHOWNAT,
                            SystemCall.UTIME,
                            SystemCall.UTIMES,
                            SystemCall.FUTIMESAT,
                            SystemCall.UTIMENSAT,
                            SystemCall.SETXATTR,
                            SystemCall.LSETXATTR,
                            SystemCall.FSETXATTR,
                            SystemCall.SETXATTRAT,
                            SystemCall.REMOVEXATTR,
                            SystemCall.LREMOVEXATTR,
                            SystemCall.FREMOVEXATTR,
                            SystemCall.REMOVEXATTRAT,
                            SystemCall.FILE_SETATTR,
                            SystemCall.SHMGET,
                            SystemCall.SHMAT,
                            SystemCall.SHMCTL,
                            SystemCall.MSGGET,
                            SystemCall.MSGSND,
                            SystemCall.MSGRCV,
                            SystemCall.MSGCTL,
                            SystemCall.SEMGET,
                            SystemCall.SEMOP,
                            SystemCall.SEMTIMEDOP,
                            SystemCall.SEMCTL,
                            SystemCall.MQ_OPEN,
                            SystemCall.MQ_UNLINK))
            .toList();

    private SeccompRules() {}

    /** @param namespaces whether mounts and namespaces keep the process apart, too */
    static List<SeccompRule> of(boolean network, boolean namespaces) {
        List<SeccompRule> rules = new ArrayList<>(EVERYWHERE);
        rules.addAll(network ? NETWORK : NO_NETWORK);
        if (!namespaces) {
            rules.addAll(WITHOUT_NAMESPACES);
        }
        return List.copyOf(rules);
    }

    /**
     * Landlock lets what is confined signal the thread that started it, as long as that lives, and a signal ends the
     * whole process of the thread.
     */
    static List<SeccompRule> sparing(int process, int thread) {
        List<Integer> either = List.of(process, thread);
        return List.of(
                new ByArgument(SystemCall.KILL, 0, Refused.THESE, List.of(process, thread, EVERYBODY)),
                new ByArgument(SystemCall.TKILL, 0, Refused.THESE, either),
                new ByArgument(SystemCall.TGKILL, 0, Refused.THESE, either),
                new ByArgument(SystemCall.RT_SIGQUEUEINFO, 0, Refused.THESE, either),
                new ByArgument(SystemCall.RT_TGSIGQUEUEINFO, 0, Refused.THESE, either),
                new ByArgument(SystemCall.PIDFD_OPEN, 0, Refused.THESE, either),
                // Names a thread to be signalled, in memory, where no filter can look.
                new ByArgument(SystemCall.FCNTL, 1, Refused.THESE, List.of(F_SETOWN_EX)));
    }

    private static Stream<SeccompRule> refused(SystemCall... calls) {
        return Stream.of(calls).map(call -> new Always(call, EPERM));
    }
}
