/**
 * Runs commands and works with files where Execbus, or another exec-server of the same protocol, runs: in this JVM, behind a
 * WebSocket, or behind the streams of a program. Connections may break: what was started goes on, nothing is told twice and
 * nothing is left out.
 *
 * <pre>{@code
 * ExecBackend execbus = Execbus.connect();
 * ExecProcess ls = execbus.start(Command.of("ls", "-l").in("/tmp")).await();
 * ProcessState end = ls.output(chunk -> System.out.print(chunk.utf8())).await();
 * System.out.println("exit code " + end.exitCode());
 * execbus.close().await();
 * }</pre>
 *
 * {@link dev.execbus.client.Execbus} takes the way the environment says, {@link dev.execbus.client.RemoteBackend} and
 * {@link dev.execbus.client.BusBackend} are the ways themselves, {@link dev.execbus.client.Environments} has several at a time.
 */
package dev.execbus.client;
