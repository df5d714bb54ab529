package dev.execbus.server;

import java.util.List;
import java.util.stream.Stream;

/**
 * Scripts that try to get out of the workspace they run in, for {@code /bin/sh}. Each prints {@value #ESCAPED} if it
 * thinks it has.
 */
final class ShellEscapes {
    static final String ESCAPED = "has-escaped";

    private static final List<String> CHANGES_OUTSIDE = List.of(
            "echo x > ../out/new",
            "echo x > ../out/secret",
            "echo x >> $R/out/secret",
            ": > ../out/secret",
            "echo x > ../new",
            "cd .. && echo x > new",
            "mkdir ../out/newdir",
            "echo x > lout/new",
            "echo x > lsecret",
            "echo x > fchain1",
            "echo x > ldangling",
            "echo x > ldanglingabsolute",
            "echo x > chain1/new",
            "echo x > labsolute/new",
            "echo x > lup/out/new",
            "echo x > lslash$R/out/new",
            "echo x > lproc$R/out/new",
            "echo x > /proc/1/root$R/out/new",
            "echo x > /proc/self/root$R/out/new",
            "echo x > /proc/self/cwd/../out/new",
            "echo x > /proc/$SERVER/root$R/out/new",
            "echo x > /proc/$PPID/root$R/out/new",
            "exec 3< . && echo x > /proc/self/fd/3/../out/new",
            "mkdir lout/newdir",
            "rm -f lout/secret && ! test -e lout/secret",
            "rmdir lout/empty",
            "rm -rf ../out && ! test -e ../out/secret",
            "cp a lsecret",
            "cp -r src lout/newdir",
            "mv a lout/new",
            "mv lout/secret stolen",
            "mv lout/vault stolen",
            "ln ../out/secret stolen",
            "ln -L lsecret stolen",
            "ln a ../out/new",
            "exec 3< ../out/secret && ln -L /proc/self/fd/3 stolen && echo x > stolen",
            "exec 3< ../out/secret && echo x > /proc/self/fd/3",
            "ln -s /etc ../out/newlink",
            "chmod 777 ../out/secret",
            "chmod 777 lout",
            "chown 1:1 ../out/secret",
            "touch ../out/secret",
            "truncate -s 0 ../out/secret",
            "mkfifo ../out/fifo",
            "mv ../ws ../ws2",
            "mv ../ws ../out/",
            "rmdir ../ws");

    private static final List<String> CHANGES_OF_PROTECTED_NAMES = List.of(
            "echo x > .git/config",
            "echo x > .git/new",
            "echo x > lgit/new",
            "echo x > .git/hooks/pre-commit",
            "rm -f .git/config && ! test -e .git/config",
            "rm -rf .git && ! test -e .git",
            "mv .git moved",
            "mv .git src/deep/moved",
            "mv .git/config moved",
            "mv lgit/hooks moved",
            "ln .git/config moved && echo x > moved",
            "exec 3< .git/config && echo x > /proc/self/fd/3",
            "mkdir moved && mv -T moved .git",
            "ln -sfnT out .git",
            "chmod 777 .git/config",
            "umount .git && echo x > .git/new",
            "umount -l .git && echo x > .git/new",
            "mkdir .codex",
            "mkdir -p .codex/x",
            "echo x > .codex",
            "echo x > .codex/config.toml",
            "echo x > lcodex/config.toml",
            "echo x > lagents",
            "mkdir .agents/skill",
            "mv src .agents",
            "mv -T src .agents",
            "mv a .aws",
            "mv -T a .aws",
            "ln -sT ../out .aws",
            "ln a .aws",
            "rmdir .codex && mkdir .codex && echo x > .codex/x",
            "mv .codex moved",
            "umount .codex && mkdir -p .codex && echo x > .codex/x");

    private static final List<String> NEW_NAMESPACES_AND_MOUNTS = List.of(
            "unshare -Ur sh -c \"mount -t tmpfs x $R/out\"",
            "unshare -Urm sh -c \"mount -o remount,bind,rw / && echo x > $R/out/new\"",
            "unshare -Urmpf --mount-proc true",
            "unshare -m true",
            "unshare -n true",
            "nsenter -t 1 -m true && nsenter -t $SERVER -m true",
            "mount -o remount,bind,rw / && echo x > ../out/new",
            "mount --bind ../out src",
            "mknod disk b 254 0",
            "chroot . /bin/true",
            "bwrap --bind / / sh -c 'echo x > ../out/new'",
            "bwrap --ro-bind / / --bind $R/out $R/out sh -c 'echo x > ../out/new'",
            "bwrap --unshare-user --uid 0 --bind / / true");

    /** They write what is there already, so that a machine survives them. */
    private static final List<String> KERNEL_SETTINGS = List.of(
            "v=$(cat /proc/sys/kernel/core_pattern) && echo \"$v\" > /proc/sys/kernel/core_pattern",
            "v=$(cat /proc/sys/kernel/hostname) && echo \"$v\" > /proc/sys/kernel/hostname",
            "v=$(cat /proc/sys/vm/swappiness) && echo \"$v\" > /proc/sys/vm/swappiness",
            "v=$(cat /proc/sys/kernel/modprobe) && echo \"$v\" > /proc/sys/kernel/modprobe",
            "exec 3<> /proc/sysrq-trigger",
            "exec 3<> /proc/kcore",
            "test -e /dev/mem",
            "test -e /dev/kmsg",
            "test -e /dev/fuse",
            "test -e /dev/kvm",
            "test -e /dev/vda",
            "test -e /dev/sda",
            "v=$(cat /sys/kernel/mm/ksm/run) && echo \"$v\" > /sys/kernel/mm/ksm/run",
            "mkdir /sys/fs/cgroup/execbus-escape",
            "echo $$ > /sys/fs/cgroup/cgroup.procs",
            "hostname execbus-escape",
            "date -s @0",
            "exec 3>> /etc/passwd",
            "exec 3>> /usr/bin/env",
            "mkdir /root/execbus-escape");

    private static final List<String> READS_OUTSIDE = List.of(
            "cat ../out/secret",
            "cat $R/out/secret",
            "cat lsecret",
            "cat chain1/secret",
            "cat lup/out/secret",
            "cat lslash$R/out/secret",
            "cat lproc$R/out/secret",
            "cat /proc/1/root$R/out/secret",
            "cat /proc/self/cwd/../out/secret",
            "cat /proc/$SERVER/root$R/out/secret",
            "cat /proc/$PPID/root$R/out/secret",
            "exec 3< . && cat /proc/self/fd/3/../out/secret",
            "cp -r ../out stolen",
            "cp lsecret stolen",
            "mv ../out/secret stolen",
            "ln ../out/secret stolen",
            "stat ../out/secret",
            "test -e ../out",
            "ls ../out",
            "cd ../out",
            "ls ../beside",
            "ls lout/vault",
            "cat /proc/$SERVER/environ",
            "cat /proc/$SERVER/cmdline",
            "unshare -Ur cat ../out/secret",
            "bwrap --bind / / cat ../out/secret",
            "find $R -name 'hidden-*' 2>/dev/null | grep .");

    private ShellEscapes() {}

    static Stream<String> changes() {
        return Stream.of(CHANGES_OUTSIDE, CHANGES_OF_PROTECTED_NAMES, NEW_NAMESPACES_AND_MOUNTS, KERNEL_SETTINGS)
                .flatMap(List::stream);
    }

    /** Those that do no lasting harm to a machine where they succeed. */
    static Stream<String> harmlessChanges() {
        return Stream.of(CHANGES_OUTSIDE, CHANGES_OF_PROTECTED_NAMES).flatMap(List::stream);
    }

    static Stream<String> reads() {
        return READS_OUTSIDE.stream();
    }

    /** In a shell of its own: a redirection that fails ends the shell. */
    static String reporting(String escape) {
        return "sh -c '" + escape.replace("'", "'\\''") + "' && echo " + ESCAPED + "; echo tried";
    }
}
