import dev.execbus.client.Command;
import dev.execbus.client.ExecBackend;
import dev.execbus.client.ExecProcess;
import dev.execbus.client.Execbus;
import dev.execbus.client.ProcessState;

/** Runs a command in this JVM, or on the server or cluster that EXECBUS_URL names. */
public final class RunAnywhere {
    public static void main(String[] args) {
        ExecBackend execbus = Execbus.connect();
        try {
            ExecProcess process = execbus.start(Command.of(args)).await();
            ProcessState end = process.output(chunk -> System.out.writeBytes(chunk.bytes()))
                    .await();
            System.out.println("exit code " + end.exitCode());
        } finally {
            execbus.close().await();
        }
    }
}
