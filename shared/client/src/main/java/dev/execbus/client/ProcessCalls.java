package dev.execbus.client;

import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;

/**
 * What a backend asks of the other side for its processes; done once each, whatever becomes of connections. A refusal is an
 * {@link dev.execbus.protocol.ExecbusException}, everything else a {@link BackendException}. Confined to the backend's loop.
 */
interface ProcessCalls {
    Future<Void> start(StartParams params);

    Future<ReadResponse> read(ReadParams params);

    Future<WriteStatus> write(WriteParams params);

    Future<Void> closeStdin(String processId);

    Future<Void> signal(SignalParams params);

    Future<Void> resize(ResizeParams params);

    Future<Boolean> terminate(String processId);
}
