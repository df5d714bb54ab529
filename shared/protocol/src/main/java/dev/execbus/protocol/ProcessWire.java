package dev.execbus.protocol;

import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import java.util.LinkedHashMap;
import java.util.Map;

/** Params of {@code process/*} as a client sends them: what their decoders read. Stateless. */
public final class ProcessWire {
    private ProcessWire() {}

    /** Extensions are left out where they say nothing, so that other servers see what they know. */
    public static Map<String, Object> params(StartParams start) {
        Map<String, Object> params = of(start.processId());
        params.put("argv", start.argv());
        params.put("cwd", PathUri.encode(start.cwd()));
        params.put("env", start.env());
        params.put("tty", start.tty());
        params.put("pipeStdin", start.pipeStdin());
        params.put("arg0", start.arg0());
        if (start.envPolicy() != null) {
            params.put("envPolicy", start.envPolicy());
        }
        params.put("sandbox", SandboxWire.tree(start.sandbox()));
        params.put("enforceManagedNetwork", start.enforceManagedNetwork());
        params.put("managedNetwork", start.managedNetwork());
        putIf(start.networkProxy() != null, params, "networkProxy", start.networkProxy());
        putIf(start.size() != null, params, "size", start.size());
        putIf(start.timeoutMs() > 0, params, "timeoutMs", start.timeoutMs());
        putIf(!ResourceLimits.NONE.equals(start.limits()), params, "limits", start.limits());
        putIf(start.digest(), params, "digest", true);
        return params;
    }

    public static Map<String, Object> params(ReadParams read) {
        Map<String, Object> params = of(read.processId());
        params.put("afterSeq", read.afterSeq());
        params.put("maxBytes", read.maxBytes() == Long.MAX_VALUE ? null : read.maxBytes());
        params.put("waitMs", read.waitMs());
        return params;
    }

    public static Map<String, Object> params(WriteParams write) {
        Map<String, Object> params = of(write.processId());
        params.put("chunk", write.chunk());
        params.put("writeId", write.writeId());
        return params;
    }

    public static Map<String, Object> params(SignalParams signal) {
        Map<String, Object> params = of(signal.processId());
        params.put("signal", signal.signal());
        return params;
    }

    public static Map<String, Object> params(TerminateParams terminate) {
        return of(terminate.processId());
    }

    public static Map<String, Object> params(ResizeParams resize) {
        Map<String, Object> params = of(resize.processId());
        params.put("rows", resize.size().rows());
        params.put("cols", resize.size().cols());
        return params;
    }

    public static Map<String, Object> params(CloseStdinParams closeStdin) {
        return of(closeStdin.processId());
    }

    private static Map<String, Object> of(String processId) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("processId", processId);
        return params;
    }

    private static void putIf(boolean wanted, Map<String, Object> params, String name, Object value) {
        if (wanted) {
            params.put(name, value);
        }
    }
}
