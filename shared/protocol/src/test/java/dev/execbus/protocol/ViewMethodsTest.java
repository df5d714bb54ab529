package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ViewMethods.AttachParams;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ViewMethodsTest {
    private static <P> P decode(RpcMethod<P> method, String params) throws MalformedFrameException {
        String request = "{\"id\":1,\"method\":\"" + method.name() + "\",\"params\":" + params + "}";
        RpcMessage message = RpcFrames.decode(request.getBytes(StandardCharsets.UTF_8));
        return method.decoder().decode(((RpcMessage.Request) message).params(), Dialect.STRICT);
    }

    @Test
    void allOfAnAttachmentIsRead() throws MalformedFrameException {
        AttachParams params = decode(
                ViewMethods.ATTACH,
                "{\"viewId\":\"v\",\"session\":\"s\",\"processId\":\"p\",\"share\":\"x\",\"role\":\"driver\","
                        + "\"label\":\"Ada\",\"from\":{\"timeMs\":5},\"size\":{\"rows\":1,\"cols\":2}}");
        assertThat(params)
                .isEqualTo(new AttachParams(
                        "v", "s", "p", "x", ViewRole.DRIVER, "Ada", new ViewStart.At(5), new TerminalSize(1, 2)));
        assertThat(params.toString()).doesNotContain("x");
    }

    @Test
    void whatIsLeftOutSuitsAnObserver() throws MalformedFrameException {
        assertThat(decode(ViewMethods.ATTACH, "{\"viewId\":\"v\",\"processId\":\"p\"}"))
                .isEqualTo(new AttachParams("v", null, "p", null, ViewRole.OBSERVER, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'viewId':''}|viewId must be a string of 1 to 64 characters",
                "{'viewId':'v','role':'owner'}|unknown variant `owner`, expected `observer` or `driver`",
                "{'viewId':'v','from':{}}|from must have screen: true, seq or timeMs",
                "{'viewId':'v','size':{'rows':0,'cols':1}}|terminal rows and cols must be between 1 and 65535",
                "{}|missing field `viewId`"
            },
            quoteCharacter = '~')
    void badAttachmentsAreRefusedInWords(String params, String words) {
        assertThatThrownBy(() -> decode(ViewMethods.ATTACH, params.replace('\'', '"')))
                .isInstanceOf(ExecbusException.class)
                .hasMessage(words);
    }

    @Test
    void signalsHaveTheirUsualNames() throws MalformedFrameException {
        assertThat(decode(ViewMethods.SIGNAL, "{\"viewId\":\"v\",\"signal\":\"interrupt\"}")
                        .named())
                .isEqualTo(Signal.INT);
        assertThat(decode(ViewMethods.SIGNAL, "{\"viewId\":\"v\",\"signal\":\"SIGTERM\"}")
                        .named())
                .isEqualTo(Signal.TERM);
        assertThatThrownBy(() -> decode(ViewMethods.SIGNAL, "{\"viewId\":\"v\",\"signal\":\"NOPE\"}"))
                .hasMessage("unknown variant `NOPE`, expected `interrupt`");
    }

    @Test
    void aShareLastsADayAtMost() throws MalformedFrameException {
        String share = "{\"processId\":\"p\",\"role\":\"observer\"";
        assertThat(decode(ShareMethods.CREATE, share + "}").ttlMs()).isEqualTo(3_600_000);
        assertThatThrownBy(() -> decode(ShareMethods.CREATE, share + ",\"ttlMs\":86400001}"))
                .hasMessage("ttlMs must be between 1 and 86400000");
        assertThatThrownBy(() -> decode(ShareMethods.CREATE, "{\"processId\":\"p\"}"))
                .hasMessage("missing field `role`");
    }
}
