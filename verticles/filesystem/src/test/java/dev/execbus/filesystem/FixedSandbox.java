package dev.execbus.filesystem;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import dev.execbus.sandbox.SandboxSupport.Mechanism;
import java.util.List;

/** A sandbox with one answer for all file operations; null refuses them. */
record FixedSandbox(FileConfinement confinement) implements Sandbox {
    static final String REFUSAL = "no sandbox can be had here";

    @Override
    public SandboxSupport support() {
        return new SandboxSupport(Mechanism.NONE, REFUSAL);
    }

    @Override
    public Confinement process(SandboxParams policy, Command command) {
        return new Confinement.Direct();
    }

    @Override
    public void ended(Confinement.Wrapped confinement) {}

    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        if (confinement == null) {
            throw new ExecbusException(ErrorCode.INTERNAL, REFUSAL);
        }
        return confinement;
    }

    @Override
    public void close() {}
}
