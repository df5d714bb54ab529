package dev.execbus.server;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServerStarter starter = new ExecbusServer(System.out);
        System.exit(ExecbusCommand.commandLine(System.getenv(), starter).execute(args));
    }
}
