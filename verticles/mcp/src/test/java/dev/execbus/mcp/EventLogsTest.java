package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventLogsTest {
    private final List<String> heard = new ArrayList<>();
    private final EventLogs logs = new EventLogs(100);

    @Test
    void tellsWhatCameAfterAndWhatComes() {
        EventLog log = logs.open();
        log.append("a");
        log.append("b");

        log.listen(listener("one"), 1);
        log.append("c");
        log.complete();
        log.append("d");

        assertThat(heard).containsExactly("one 1-2 b", "one 1-3 c", "one complete");
        assertThat(log.isComplete()).isTrue();
    }

    @Test
    void oneListenerAtATimeAndTheOldOneCannotMakeTheNewOneLeave() {
        EventLog log = logs.open();
        EventLog.Listener one = listener("one");
        log.listen(one, 0);
        log.listen(listener("two"), 0);
        log.leave(one);
        log.append("a");

        assertThat(heard).containsExactly("one replaced", "two 1-1 a");
        assertThat(logs.anyIsListenedTo()).isTrue();
    }

    @Test
    void forgetsStreamsThatAreOverBeforeEventsOfOthers() {
        EventLog over = logs.open();
        over.append("x".repeat(60));
        over.complete();
        EventLog open = logs.open();
        open.append("y".repeat(60));
        logs.trim();

        assertThat(logs.of("1-0")).isNull();
        assertThat(logs.of("2-0")).isSameAs(open);
        assertThat(open.bytes()).isEqualTo(60);

        open.append("z".repeat(60));
        logs.trim();
        open.listen(listener("one"), 0);

        assertThat(heard).containsExactly("one 2-2 " + "z".repeat(60));
    }

    @Test
    void keepsSoManyStreamsThatAreOver() {
        for (int i = 0; i < 65; i++) {
            logs.open().complete();
        }
        logs.trim();

        assertThat(logs.of("1-0")).isNull();
        assertThat(logs.of("2-0")).isNotNull();
    }

    @Test
    void knowsItsOwnEventsOnly() {
        logs.open();

        assertThat(List.of("", "-", "1", "1-", "1-x", "1--1", "2-0", "x-0"))
                .allSatisfy(id -> assertThat(logs.of(id)).as(id).isNull());
        assertThat(logs.of("1-7")).isNotNull();
    }

    private EventLog.Listener listener(String name) {
        return new EventLog.Listener() {
            @Override
            public void event(String id, String data) {
                heard.add(name + " " + id + " " + data);
            }

            @Override
            public void complete() {
                heard.add(name + " complete");
            }

            @Override
            public void replaced() {
                heard.add(name + " replaced");
            }
        };
    }
}
