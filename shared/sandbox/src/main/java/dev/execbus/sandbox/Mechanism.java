package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxParams;
import java.util.List;

/** One way to enforce policies. For its methods see {@link Sandbox}; policies that ask for nothing do not come here. */
interface Mechanism {
    SandboxSupport support();

    /** @throws UnenforceableException when it cannot */
    Confinement process(SandboxParams policy, Sandbox.Command command);

    /** @throws UnenforceableException when it cannot */
    FileConfinement files(SandboxParams policy, List<String> readable);

    default void ended(Confinement.Wrapped confinement) {}

    default void close() {}

    /** None, because the operator said so. */
    record Unprotected(SandboxSupport support) implements Mechanism {
        @Override
        public Confinement process(SandboxParams policy, Sandbox.Command command) {
            return new Confinement.Direct();
        }

        @Override
        public FileConfinement files(SandboxParams policy, List<String> readable) {
            return new FileConfinement.Direct();
        }
    }

    /** None that works, or is allowed to. */
    record Refusing(SandboxSupport support) implements Mechanism {
        @Override
        public Confinement process(SandboxParams policy, Sandbox.Command command) {
            throw new UnenforceableException("the sandbox policy cannot be enforced: " + support.detail());
        }

        @Override
        public FileConfinement files(SandboxParams policy, List<String> readable) {
            throw new UnenforceableException("the sandbox policy cannot be enforced: " + support.detail());
        }
    }
}
