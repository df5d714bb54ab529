package dev.execbus.protocol;

import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.util.LinkedHashMap;
import java.util.Map;

/** Params of {@code fs/*} as a client sends them: what their decoders read. Stateless. */
public final class FileWire {
    private FileWire() {}

    public static Map<String, Object> params(ReadFileParams read) {
        return of(read.path(), read.followSymlinks(), read.sandbox());
    }

    public static Map<String, Object> params(WriteFileParams write) {
        Map<String, Object> params = of(write.path(), write.followSymlinks(), write.sandbox());
        params.put("dataBase64", write.data());
        if (write.atomic()) {
            params.put("atomic", true);
        }
        if (write.expectedSha256() != null) {
            params.put("expectedSha256", write.expectedSha256());
        }
        return params;
    }

    public static Map<String, Object> params(CreateDirectoryParams create) {
        Map<String, Object> params = of(create.path(), create.followSymlinks(), create.sandbox());
        params.put("recursive", create.recursive());
        return params;
    }

    public static Map<String, Object> params(GetMetadataParams metadata) {
        return of(metadata.path(), metadata.followSymlinks(), metadata.sandbox());
    }

    public static Map<String, Object> params(CanonicalizeParams canonicalize) {
        return of(canonicalize.path(), canonicalize.sandbox());
    }

    public static Map<String, Object> params(ReadDirectoryParams read) {
        return of(read.path(), read.sandbox());
    }

    public static Map<String, Object> params(WalkParams walk) {
        Map<String, Object> params = of(walk.path(), walk.sandbox());
        params.put("options", walk.options());
        return params;
    }

    public static Map<String, Object> params(RemoveParams remove) {
        Map<String, Object> params = of(remove.path(), remove.followSymlinks(), remove.sandbox());
        params.put("recursive", remove.recursive());
        params.put("force", remove.force());
        return params;
    }

    public static Map<String, Object> params(CopyParams copy) {
        Map<String, Object> params = between(copy.sourcePath(), copy.destinationPath(), copy.sandbox());
        params.put("recursive", copy.recursive());
        return params;
    }

    public static Map<String, Object> params(RenameParams rename) {
        Map<String, Object> params = between(rename.sourcePath(), rename.destinationPath(), rename.sandbox());
        params.put("replace", rename.replace());
        return params;
    }

    public static Map<String, Object> params(OpenParams open) {
        Map<String, Object> params = of(open.path(), open.sandbox());
        params.put("handleId", open.handleId());
        params.put("mode", open.mode() == OpenMode.READ ? "read" : "replace");
        return params;
    }

    public static Map<String, Object> params(ReadBlockParams read) {
        Map<String, Object> params = block(read.handleId(), read.offset());
        params.put("len", read.len());
        return params;
    }

    public static Map<String, Object> params(WriteBlockParams write) {
        Map<String, Object> params = block(write.handleId(), write.offset());
        params.put("chunk", write.chunk());
        return params;
    }

    public static Map<String, Object> params(CloseParams close) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("handleId", close.handleId());
        return params;
    }

    private static Map<String, Object> of(String path, boolean followSymlinks, SandboxParams sandbox) {
        Map<String, Object> params = of(path, sandbox);
        if (!followSymlinks) {
            params.put("followSymlinks", false);
        }
        return params;
    }

    private static Map<String, Object> of(String path, SandboxParams sandbox) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("path", PathUri.encode(path));
        params.put("sandbox", SandboxWire.tree(sandbox));
        return params;
    }

    private static Map<String, Object> between(String source, String destination, SandboxParams sandbox) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("sourcePath", PathUri.encode(source));
        params.put("destinationPath", PathUri.encode(destination));
        params.put("sandbox", SandboxWire.tree(sandbox));
        return params;
    }

    private static Map<String, Object> block(String handleId, long offset) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("handleId", handleId);
        params.put("offset", offset);
        return params;
    }
}
