package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.StreamName;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WireFormsTest {
    record Inner(String text) {}

    record Old(String text, Inner inner) {}

    record New(
            String text,
            Inner inner,
            String name,
            int number,
            boolean flag,
            Long boxed,
            List<String> list,
            Set<Integer> set,
            Map<String, Boolean> map,
            Optional<String> optional,
            Duration duration,
            ByteChunk chunk,
            StreamName stream,
            Inner another,
            JsonNode json) {}

    /** What comes behind must not be taken for a part of what comes before. */
    record OldPair(Old first, Old second) {}

    record NewPair(New first, New second) {}

    record Json(JsonNode tree) {}

    record Selfish(List<Selfish> more) {}

    record Foreign(Date date) {}

    /** These two words have the same CRC32. */
    record plumless() {}

    record buckeroo() {}

    private static Buffer written(Class<?> as, Object value) {
        Buffer buffer = Buffer.buffer();
        new WireForms().of(as).write(value, buffer);
        return buffer;
    }

    private static Object read(Class<?> as, Buffer buffer) {
        WireReader in = new WireReader(buffer, 0);
        Object value = new WireForms().of(as).read(in);
        assertThat(in.hasMore()).isFalse();
        return value;
    }

    private static New made(String text, Old old) {
        return new New(
                old == null ? text : old.text(),
                old == null ? new Inner(text) : old.inner(),
                "name",
                7,
                true,
                8L,
                List.of("a", "b"),
                Set.of(9),
                Map.of("x", true),
                Optional.of("o"),
                Duration.ofMillis(1_500),
                ByteChunk.utf8("c"),
                StreamName.STDERR,
                new Inner("another"),
                JsonNodeFactory.instance.textNode("j"));
    }

    @Test
    void whatANewerNodeAddsIsPassedOver() {
        NewPair sent = new NewPair(made("one", null), made("two", null));

        assertThat(read(OldPair.class, written(NewPair.class, sent)))
                .isEqualTo(new OldPair(new Old("one", new Inner("one")), new Old("two", new Inner("two"))));
    }

    @Test
    void whatAnOlderNodeDoesNotSendIsAbsent() {
        OldPair sent = new OldPair(new Old("one", new Inner("i")), new Old("two", null));

        assertThat(read(NewPair.class, written(OldPair.class, sent)))
                .isEqualTo(new NewPair(absentBehind("one", new Inner("i")), absentBehind("two", null)));
    }

    private static New absentBehind(String text, Inner inner) {
        return new New(
                text,
                inner,
                null,
                0,
                false,
                null,
                List.of(),
                Set.of(),
                Map.of(),
                Optional.empty(),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void everyKindOfComponentIsReadAsItWasWritten() {
        New full = made("full", null);

        assertThat(read(New.class, written(New.class, full))).isEqualTo(full);
    }

    @Test
    @SuppressWarnings("NullOptional")
    void nullsInCollectionsAndComponentsStayNull() {
        Map<String, Boolean> map = new HashMap<>();
        map.put(null, null);
        New sparse = new New(
                null,
                null,
                null,
                0,
                false,
                null,
                Arrays.asList("a", null),
                null,
                map,
                null,
                null,
                null,
                null,
                null,
                null);

        assertThat(read(New.class, written(New.class, sparse))).isEqualTo(sparse);
    }

    @Test
    void theOrderOfAMapIsKept() {
        Map<String, Boolean> map = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            map.put("key" + i, i % 2 == 0);
        }
        New sent = new New(
                null,
                null,
                null,
                0,
                false,
                null,
                List.of(),
                Set.of(),
                map,
                Optional.empty(),
                null,
                null,
                null,
                null,
                null);

        New arrived = (New) read(New.class, written(New.class, sent));

        assertThat(new ArrayList<>(arrived.map().keySet())).isEqualTo(new ArrayList<>(map.keySet()));
    }

    @Test
    void jsonMayBeAsDeepAsAFrameButNotDeeper() {
        Json deep = new Json(nested(JsonForm.DEEPEST));
        Buffer tooDeep = written(Json.class, new Json(nested(JsonForm.DEEPEST + 1)));

        assertThat(read(Json.class, written(Json.class, deep))).isEqualTo(deep);
        assertThatThrownBy(() -> read(Json.class, tooDeep))
                .isInstanceOf(ExecbusException.class)
                .hasMessage("a message between nodes cannot be read: JSON in it is nested too deep");
    }

    private static JsonNode nested(int depth) {
        ArrayNode outermost = JsonNodeFactory.instance.arrayNode();
        ArrayNode innermost = outermost;
        for (int i = 1; i < depth; i++) {
            innermost = innermost.addArray();
        }
        return outermost;
    }

    @Test
    void aCountThatIsHigherThanWhatIsLeftIsRefusedBeforeAnythingIsAllocated() {
        Buffer buffer = Buffer.buffer().appendInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> CollectionForm.list(PlainForm.of(Long.class)).read(new WireReader(buffer, 0)))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessage("a message between nodes cannot be read: it promises more than it holds");
    }

    @Test
    void aTypeWithoutAFormIsRefusedWhenTheNodeStarts() {
        assertThatThrownBy(() -> new WireForms().of(Foreign.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("java.util.Date has no form on the wire (in " + Foreign.class.getName() + ")");
        assertThatThrownBy(() -> new WireForms().of(Selfish.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("contains itself");
    }

    @Test
    void aNameFollowsFromTheNestingAndStaysTheSame() {
        assertThat(new WireNames().of(ProcessService.Start.class)).isEqualTo(WireNames.of("ProcessService.Start"));
        assertThat(WireNames.of("ProcessService.Start")).isEqualTo(-1_361_877_650);
    }

    @Test
    void twoTypesOfOneNameAreRefused() {
        WireNames names = new WireNames();
        names.of(plumless.class);

        assertThatThrownBy(() -> names.of(buckeroo.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(buckeroo.class.getName() + " and " + plumless.class.getName()
                        + " have the same name on the wire: rename one");
    }
}
