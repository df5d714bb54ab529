package dev.execbus.filesystem;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sandbox whose file operations get one directory to write that is not in the plan, as long as told so. */
record StrayBinds(Sandbox sandbox, Path directory, AtomicBoolean strays) implements Sandbox {
    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        FileConfinement planned = sandbox.files(policy, readable);
        if (!strays.get() || !(planned instanceof Wrapped wrapped)) {
            return planned;
        }
        List<String> prefix = new ArrayList<>(wrapped.prefix());
        prefix.addAll(prefix.indexOf("--cap-drop"), List.of("--bind", directory.toString(), directory.toString()));
        return new Wrapped(
                prefix, wrapped.inherited(), wrapped.places(), wrapped.guarded(), wrapped.mounts(), wrapped.covered());
    }

    @Override
    public SandboxSupport support() {
        return sandbox.support();
    }

    @Override
    public Confinement process(SandboxParams policy, Command command) {
        return sandbox.process(policy, command);
    }

    @Override
    public void ended(Confinement.Wrapped confinement) {
        sandbox.ended(confinement);
    }

    @Override
    public void close() {}
}
