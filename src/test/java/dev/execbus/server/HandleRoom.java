package dev.execbus.server;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * A server for the scenarios of processes with handles, and the doors to it. The scenarios have numbers in what is
 * known of the reference's {@code process/*}; they are tested in:
 *
 * <pre>
 *  1 gate                  HandleGateScenariosTest.onlyWhoAsksForItMayUseIt
 *  2 kept output           HandleOutputScenariosTest.outputIsKeptUntilTheEnd
 *  3 streamed output       HandleOutputScenariosTest.streamedOutputIsNotToldTwice
 *  4 caps, kept            HandleOutputScenariosTest.keptOutputEndsAtItsCap
 *  5 caps, streamed        HandleOutputScenariosTest.streamedOutputEndsAtItsCap
 *  6 the default cap       HandleOutputScenariosTest.whatIsAboveTheCapIsReadAndDropped
 *  7 no cap                HandleOutputScenariosTest.whatIsAboveTheCapIsReadAndDropped
 *  8 timeouts              HandleEndScenariosTest.aTimeoutEndsAProcess, withoutATimeoutItIsTenSecondsAndNullIsNone
 *  9 errors                HandleRefusalScenariosTest, all of it
 * 10 kill                  HandleEndScenariosTest.aProcessCanBeKilledAgainUntilItHasExited
 * 11 kill, the group       HandleEndScenariosTest.aKillEndsTheWholeGroup
 * 12 input                 HandleInputScenariosTest.inputReachesTheProcessAndEnds
 * 13 closed input          HandleInputScenariosTest.inputThatIsClosedStaysSo
 * 14 whose handles         HandleGateScenariosTest.handlesBelongToTheirConnection
 * 15 sizes of terminals    HandleInputScenariosTest.aTerminalHasASizeThatCanBeChanged
 * 16 exit codes            HandleEndScenariosTest.signalsShowInTheCodeOfAPipeOnly
 * 17 a terminal's input    HandleInputScenariosTest.theInputOfATerminalEndsWithALine
 * 18 holders of output     HandleEndScenariosTest.whoHoldsTheOutputIsNotWaitedForLong
 * 19 the connection's end  HandleEndScenariosTest.processesEndWithTheirConnection
 * 20 the owner only        HandleGateScenariosTest.handlesBelongToTheirConnection
 * 21 variables             HandleVariableScenariosTest.theEnvironmentIsTheServersButForWhatIsAskedFor
 * 22 no policy             HandleVariableScenariosTest.noPolicyForOtherProcessesCounts
 * 23 another environment   HandleVariableScenariosTest.theServerIsTheEnvironmentWhateverItsVariablesSay
 * 24 opting out            HandleGateScenariosTest.notificationsCanBeLeftOut
 * 25 the end of stdin      HandleEndScenariosTest.processesEndWithTheirConnection, StdioTest
 * 26 text                  HandleOutputScenariosTest.outputThatIsNotUtf8IsTakenForWesternText
 * </pre>
 */
final class HandleRoom implements AutoCloseable {
    private final Supplier<TestSettings> settings;
    private final TestServer server;

    private HandleRoom(Supplier<TestSettings> settings) {
        this.settings = settings;
        this.server = TestServer.start(settings.get().eventBus());
    }

    static HandleRoom start() {
        return start(TestSettings::new);
    }

    /** @param settings new ones with each call */
    static HandleRoom start(Supplier<TestSettings> settings) {
        return new HandleRoom(() -> settings.get().spawner(SpawnerChoice.NATIVE));
    }

    HandleClient client(ClientDoor door) {
        return HandleClient.on(stranger(door));
    }

    HandleClient client(ClientDoor door, JsonObject capabilities) {
        return HandleClient.on(stranger(door), capabilities);
    }

    /** Without a handshake. */
    RpcClient stranger(ClientDoor door) {
        try {
            return RpcClient.over(door.wire(server, settings.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another connection for a session, over a WebSocket. */
    RpcClient resumed(String sessionId) {
        return server.resumed(sessionId);
    }

    @Override
    public void close() {
        server.close();
    }
}
