package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An agent that keeps as many commands as it may, and uses, ends and replaces them in rounds. What the server must do next
 * is known at every step, and checked.
 */
final class SoakAgent implements AutoCloseable {
    /** Prints the numbers it is asked for, or exits with the code it is told. */
    private static final String PRINTER = "stty -echo -opost; printf 'ready\\n'; while read -r from to; do "
            + "[ \"$from\" = q ] && exit $to; seq $from $to; done";

    private static final int USED = 20;
    private static final int ENDED = 3;
    private static final int SLEEPERS = 2;
    private static final int SHORT = 2;
    private static final int FEW = 1_500;
    private static final int MANY = 60_000;

    private final SoakCalls calls;
    private final SoakTally tally;
    private final Random random;
    private final SoakStore store = new SoakStore();

    SoakAgent(InetSocketAddress gateway, int number, SoakTally tally) {
        this.calls = new SoakCalls(gateway, tally);
        this.tally = tally;
        this.random = new Random(number);
    }

    /** As many printers as may be. */
    void begin() {
        startPrinters(SoakStore.MOST, 5_000);
        assertStored();
    }

    void round() {
        // Those of the round before, or there would soon be nothing else.
        store.all().stream()
                .filter(command -> !command.isTerminal() && !command.hasExited())
                .limit(SLEEPERS)
                .forEach(this::terminate);
        List<SoakCommand> printers =
                store.all().stream().filter(SoakCommand::isTerminal).collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(printers, random);
        print(printers.subList(0, Math.min(USED, printers.size())), FEW);
        List<SoakCommand> leaving = printers.stream()
                .sorted(Comparator.comparingLong(SoakCommand::expectedBytes).reversed())
                .limit(ENDED)
                .toList();
        print(leaving.subList(0, 1), MANY);
        quit(leaving.subList(0, ENDED - 1));
        terminate(leaving.getLast());
        collectOneThatHasExited();
        startShort();
        startPrinters(SoakStore.MOST - store.size(), 1_000);
        oneTooMany("exec sleep 600");
        oneTooMany("exec sleep 601");
        assertStored();
        calls.assertFinishedAreUnknown(3);
        tally.round();
    }

    private void startPrinters(int count, int yieldMs) {
        List<CompletableFuture<JsonNode>> answers = IntStream.range(0, count)
                .mapToObj(each -> calls.command(PRINTER, true, yieldMs))
                .toList();
        List<SoakCommand> started = new ArrayList<>();
        for (CompletableFuture<JsonNode> answer : answers) {
            SoakCommand command = new SoakCommand(true, SoakCommand.READY);
            started.add(running(command, AgentWire.result(answer)));
        }
        for (SoakCommand command : started) {
            while (!command.isAnswered()) {
                command.answered(calls.poll(command).path("output").textValue());
            }
        }
        // They were entered in an order that nobody knows. Now it is known.
        print(started, FEW);
    }

    private SoakCommand running(SoakCommand command, JsonNode outcome) {
        assertThat(outcome.has("sessionId")).as("%s", outcome).isTrue();
        calls.named(command, outcome.path("sessionId").asInt());
        store.add(command);
        command.answered(outcome.path("output").textValue());
        return command;
    }

    private void print(List<SoakCommand> commands, int most) {
        Map<SoakCommand, CompletableFuture<JsonNode>> answers = new HashMap<>();
        for (SoakCommand command : commands) {
            answers.put(
                    command, print(command, 1 + random.nextInt(1_000_000), most == MANY ? MANY : random.nextInt(most)));
        }
        answers.forEach((command, answer) -> {
            answered(command, answer);
            // Whatever an answer was too early for is in a later one.
            while (!command.isAnswered()) {
                answered(command, print(command, 1, 0));
            }
        });
    }

    private CompletableFuture<JsonNode> print(SoakCommand command, int from, int more) {
        store.used(command);
        command.willPrint(numbers(from, from + more));
        return calls.write(command, from + " " + (from + more) + "\n", SoakCalls.QUICK_MS);
    }

    private static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> number + "\n").collect(Collectors.joining());
    }

    private static void answered(SoakCommand command, CompletableFuture<JsonNode> answer) {
        JsonNode outcome = AgentWire.result(answer);
        assertThat(outcome.path("sessionId").asInt()).as("it runs on").isEqualTo(command.id());
        command.answered(outcome.path("output").textValue());
    }

    private void quit(List<SoakCommand> commands) {
        Map<SoakCommand, Integer> codes = new HashMap<>();
        Map<SoakCommand, CompletableFuture<JsonNode>> answers = new HashMap<>();
        for (SoakCommand command : commands) {
            codes.put(command, random.nextInt(100));
            answers.put(command, calls.write(command, "q " + codes.get(command) + "\n", SoakCalls.PATIENT_MS));
        }
        answers.forEach((command, answer) -> finished(command, AgentWire.result(answer), codes.get(command)));
    }

    private void finished(SoakCommand command, JsonNode outcome, int exitCode) {
        assertThat(outcome.has("sessionId"))
                .as("a number of one that has exited")
                .isFalse();
        assertThat(outcome.path("exitCode").asInt()).isEqualTo(exitCode);
        command.answered(outcome.path("output").textValue());
        assertThat(command.isAnswered()).as("all output is answered").isTrue();
        gone(command, exitCode, true);
        tally.finished();
    }

    private void gone(SoakCommand command, Integer exitCode, boolean answersHaveAll) {
        store.remove(command);
        command.awaitEnd(exitCode, answersHaveAll);
        calls.forget(command);
        calls.assertUnknown(command.id());
    }

    private void terminate(SoakCommand command) {
        assertThat(calls.terminate(command)).isTrue();
        gone(command, null, true);
        tally.terminated();
    }

    private void collectOneThatHasExited() {
        store.all().stream()
                .filter(SoakCommand::hasExited)
                .findFirst()
                .ifPresent(command -> finished(command, calls.poll(command), command.exitCode()));
    }

    /** They exit when nobody looks. */
    private void startShort() {
        for (int i = 0; i < SHORT; i++) {
            int from = 1 + random.nextInt(1_000_000);
            int to = from + random.nextInt(FEW);
            int exitCode = random.nextInt(100);
            JsonNode outcome = AgentWire.result(
                    calls.command("sleep 1; seq " + from + " " + to + "; exit " + exitCode, false, SoakCalls.QUICK_MS));
            // On a machine that is slow enough the answer has all of it already.
            if (outcome.has("sessionId")) {
                SoakCommand command = new SoakCommand(false, "").exitingWith(exitCode);
                command.willPrint(numbers(from, to));
                running(command, outcome);
            }
        }
        List<SoakCommand> brief = store.all().stream()
                .filter(command -> command.exitCode() != null && !command.hasExited())
                .toList();
        Waiting.until(() -> "commands exit", SoakCalls.PATIENCE, () -> {
            Map<Integer, Boolean> listed = calls.listed();
            brief.stream().filter(command -> listed.get(command.id())).forEach(SoakCommand::exited);
            return brief.stream().allMatch(SoakCommand::hasExited);
        });
    }

    /** The one that the rule names goes, and nothing else. */
    private void oneTooMany(String cmd) {
        SoakCommand victim = store.victim();
        JsonNode outcome = AgentWire.result(calls.command(cmd, false, SoakCalls.QUICK_MS));
        assertThat(outcome.path("warning").asText()).contains("you currently have 64 processes open");
        store.remove(victim);
        running(new SoakCommand(false, ""), outcome);
        assertStored();
        gone(victim, victim.exitCode(), false);
        tally.pruned(victim.hasExited());
    }

    private void assertStored() {
        assertThat(calls.listed())
                .isEqualTo(store.all().stream().collect(Collectors.toMap(SoakCommand::id, SoakCommand::hasExited)));
    }

    /** Everything is as it should be to the last; then nothing is left. */
    void end() {
        assertStored();
        calls.assertFinishedAreUnknown(Integer.MAX_VALUE);
        for (SoakCommand command : store.all()) {
            assertThat(calls.terminate(command)).isEqualTo(!command.hasExited());
            store.remove(command);
            command.awaitEnd(command.exitCode(), false);
        }
        assertStored();
    }

    @Override
    public void close() {
        calls.close();
    }
}
