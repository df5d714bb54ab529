/**
 * Runs commands and works with files where Execbus, or another exec-server of the same protocol, runs: in this JVM, behind a
 * WebSocket, or behind the streams of a program. Connections may break: what was started goes on, nothing is told twice and
 * nothing is left out.
 *
 * <pre>{@code
 * Vertx vertx = Vertx.vertx();
 * ByUrl server = new ByUrl("ws://127.0.0.1:4500", Duration.ofSeconds(10));
 * ExecBackend backend = RemoteBackend.byUrl(vertx, server, new EnvironmentToken.None(), RemoteSettings.DEFAULTS);
 * StartParams ls = new StartParams("ls-1", List.of("ls", "-l"), "/tmp", Map.of(), false, false, null, null,
 *         SandboxParams.NONE, false, null, null, null, 0, ResourceLimits.NONE, false);
 * backend.start(ls)
 *         .onSuccess(process -> process.events(event -> {
 *             switch (event) {
 *                 case ExecEvent.Output output -> System.out.print(output.chunk().utf8());
 *                 case ExecEvent.Exited exited -> System.out.println("exit code " + exited.exitCode());
 *                 case ExecEvent.Closed closed -> backend.close();
 *                 case ExecEvent.Failed failed -> System.err.println(failed.message());
 *             }
 *         }))
 *         .onFailure(cause -> System.err.println("not started: " + cause.getMessage()));
 * }</pre>
 */
package dev.execbus.client;
