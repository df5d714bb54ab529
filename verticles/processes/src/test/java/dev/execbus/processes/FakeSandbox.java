package dev.execbus.processes;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Confines as a test says, and remembers what was asked and what was given back. */
final class FakeSandbox implements Sandbox {
    final List<Command> asked = new CopyOnWriteArrayList<>();
    final List<Confinement> ended = new CopyOnWriteArrayList<>();
    private volatile Function<Command, Confinement> answer = command -> new Confinement.Direct();

    void answer(Confinement confinement) {
        answer(command -> confinement);
    }

    void answer(Function<Command, Confinement> how) {
        answer = how;
    }

    @Override
    public SandboxSupport support() {
        return new SandboxSupport(SandboxSupport.Mechanism.NONE, "fake");
    }

    @Override
    public Confinement process(SandboxParams policy, Command command) {
        asked.add(command);
        return answer.apply(command);
    }

    @Override
    public void ended(Confinement.Wrapped confinement) {
        ended.add(confinement);
    }

    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        throw new AssertionError("asked for files");
    }

    @Override
    public void close() {}
}
