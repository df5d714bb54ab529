package dev.execbus.unifiedexec;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files;
import java.util.List;

/** What commands may do unless they leave the sandbox. */
public enum SandboxChoice {
    /** What the server may. */
    NONE("none"),
    /** Read everything. */
    READ_ONLY("readOnly"),
    /** And write below the usual working directory and the directories for temporary files. */
    WORKSPACE_WRITE("workspaceWrite");

    private final String word;

    SandboxChoice(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    boolean confines() {
        return this != NONE;
    }

    /** @param workspace absolute native path */
    public SandboxParams params(String workspace, boolean network) {
        return switch (this) {
            case NONE -> SandboxParams.NONE;
            case READ_ONLY -> restricted(List.of(root()), workspace, network);
            case WORKSPACE_WRITE ->
                restricted(
                        List.of(
                                root(),
                                new SandboxEntry(new Place.Workspace(""), Access.WRITE, false),
                                new SandboxEntry(new Place.TemporaryDirectory(), Access.WRITE, false),
                                new SandboxEntry(new Place.SlashTmp(), Access.WRITE, false)),
                        workspace,
                        network);
        };
    }

    private static SandboxEntry root() {
        return new SandboxEntry(new Place.AbsolutePath("/"), Access.READ, false);
    }

    private static SandboxParams restricted(List<SandboxEntry> entries, String workspace, boolean network) {
        return new SandboxParams(true, new Files.Restricted(entries, 0), network, workspace, List.of(workspace));
    }
}
