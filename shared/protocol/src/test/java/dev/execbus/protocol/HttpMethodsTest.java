package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.RequestParams;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMethodsTest {
    @Test
    void readsARequestWithDefaults() {
        assertThat(request("{'method':'GET','url':'http://x','requestId':'1','bodyBase64':null,'timeoutMs':null}"))
                .isEqualTo(new RequestParams(
                        "GET", "http://x", List.of(), null, Long.MAX_VALUE, RedirectPolicy.FOLLOW, "1", false));
    }

    @Test
    void readsEverythingARequestMaySay() {
        assertThat(request("{'method':'POST','url':'http://x','requestId':'1','bodyBase64':'QQ==','timeoutMs':5,"
                        + "'headers':[{'name':'a','value':'b'},{'name':'c','value':'','valueEnvVar':'V'}],"
                        + "'redirectPolicy':'stop','streamResponse':true}"))
                .isEqualTo(new RequestParams(
                        "POST",
                        "http://x",
                        List.of(new RequestHeader("a", "b", null), new RequestHeader("c", "", "V")),
                        ByteChunk.utf8("A"),
                        5,
                        RedirectPolicy.STOP,
                        "1",
                        true));
    }

    @Test
    void secretsAreNotShown() {
        assertThat(request("{'method':'GET','url':'http://u:secret@x','requestId':'1',"
                                + "'headers':[{'name':'a','value':'secret'}]}")
                        .toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'method':'GET','url':'http://x'} | missing field `requestId`",
                "{'method':'GET','url':'http://x','requestId':'1','redirectPolicy':'x'} "
                        + "| unknown variant `x`, expected `follow` or `stop`",
                "{'method':'GET','url':'http://x','requestId':'1','bodyBase64':'!!!!'} | Invalid symbol 33, offset 0.",
                "{'method':'GET','url':'http://x','requestId':'1','headers':{}} | invalid type: map, expected a sequence",
            })
    void refusesWhatIsNoRequest(String params, String message) {
        assertThatThrownBy(() -> request(params))
                .isInstanceOf(ExecbusException.class)
                .hasMessage(message);
    }

    private static RequestParams request(String text) {
        try {
            return HttpMethods.REQUEST.decoder().decode(Json.MAPPER.readTree(text.replace('\'', '"')), Dialect.STRICT);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
