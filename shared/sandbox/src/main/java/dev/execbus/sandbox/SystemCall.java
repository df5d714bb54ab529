package dev.execbus.sandbox;

import java.util.OptionalInt;

/** System calls by name, with their numbers. */
enum SystemCall {
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),

    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    CONNECT(42, 203),
    ACCEPT(43, 202),
    ACCEPT4(288, 242),
    BIND(49, 200),
    LISTEN(50, 201),
    GETPEERNAME(52, 205),
    GETSOCKNAME(51, 204),
    SHUTDOWN(48, 210),
    SENDTO(44, 206),
    SENDMMSG(307, 269),
    RECVMMSG(299, 243),
    GETSOCKOPT(55, 209),
    SETSOCKOPT(54, 208),

    UNSHARE(272, 97),
    CLONE(56, 220),
    CLONE3(435, 435),
    SETNS(308, 268),

    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    OPEN_TREE(428, 428),
    OPEN_TREE_ATTR(467, 467),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    OPEN_BY_HANDLE_AT(304, 265),

    STATX(332, 291),

    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    IOCTL(16, 29),

    CHMOD(90),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    CHOWN(92),
    LCHOWN(94),
    FCHOWN(93, 55),
    FCHOWNAT(260, 54),
    UTIME(132),
    UTIMES(235),
    FUTIMESAT(261),
    UTIMENSAT(280, 88),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    SETXATTRAT(463, 463),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    REMOVEXATTRAT(466, 466),
    FILE_SETATTR(469, 469),

    SHMGET(29, 194),
    SHMAT(30, 196),
    SHMCTL(31, 195),
    MSGGET(68, 186),
    MSGSND(69, 189),
    MSGRCV(70, 188),
    MSGCTL(71, 187),
    SEMGET(64, 190),
    SEMOP(65, 193),
    SEMTIMEDOP(220, 192),
    SEMCTL(66, 191),
    MQ_OPEN(240, 180),
    MQ_UNLINK(241, 181),
    PRLIMIT64(302, 261),

    KILL(62, 129),
    TKILL(200, 130),
    TGKILL(234, 131),
    RT_SIGQUEUEINFO(129, 138),
    RT_TGSIGQUEUEINFO(297, 240),
    PIDFD_OPEN(434, 434),
    FCNTL(72, 25),

    GETTID(186, 178),
    CLOSE(3, 57),
    OPENAT2(437, 437),
    PRCTL(157, 167),
    CAPSET(126, 91),
    SECCOMP(317, 277),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446);

    private final OptionalInt onX86;
    private final OptionalInt onArm;

    /** One of the old calls that newer architectures have only in their general form. */
    SystemCall(int onX86) {
        this.onX86 = OptionalInt.of(onX86);
        this.onArm = OptionalInt.empty();
    }

    SystemCall(int onX86, int onArm) {
        this.onX86 = OptionalInt.of(onX86);
        this.onArm = OptionalInt.of(onArm);
    }

    /** Empty where the architecture has no such call. */
    OptionalInt on(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> onX86;
            case AARCH64 -> onArm;
        };
    }
}
