package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RefusalLog log = new RefusalLog(nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger().detachAppender(lines);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RefusalLog.class);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void saysWhoWasRefusedAndWhy() {
        log.refused("console", "because", "origin http://a\r\nb\"é", "1.2.3.4:5");
        assertThat(said())
                .isEqualTo(
                        List.of(
                                "client refused door=console reason=\"because\" detail=\"origin http://a??b??\" peer=1.2.3.4:5"));
    }

    @Test
    void cutsWhatTheClientMade() {
        log.refused("console", "because", "x".repeat(10_000), "peer");
        assertThat(said().getFirst()).hasSizeLessThan(300);
    }

    @Test
    void countsWhatIsTooMuchAndSaysSoLater() {
        for (int i = 0; i < RefusalLog.MOST_LINES + 7; i++) {
            log.refused("console", "because", "", "peer");
        }
        assertThat(said()).hasSize(RefusalLog.MOST_LINES);
        nanos.addAndGet(RefusalLog.WITHIN.toNanos());
        log.refused("console", "another", "", "peer");
        assertThat(said().subList(RefusalLog.MOST_LINES, said().size()))
                .isEqualTo(List.of(
                        "more clients were refused than were told of count=7",
                        "client refused door=console reason=\"another\" detail=\"\" peer=peer"));
    }
}
