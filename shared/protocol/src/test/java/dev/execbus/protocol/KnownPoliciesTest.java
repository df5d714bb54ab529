package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class KnownPoliciesTest {
    private static JsonNode policy(String root) throws JsonProcessingException {
        return Json.MAPPER.readTree("""
                {"permissions": {"type": "managed", "file_system": {"type": "restricted", "entries": [
                    {"path": {"type": "path", "path": "%s"}, "access": "write"}]}, "network": "restricted"},
                 "workspaceRoots": [], "windowsSandboxLevel": "disabled"}""".formatted(root));
    }

    @Test
    void anEqualOneIsReadOnce() throws Exception {
        SandboxParams first = SandboxParams.decode(policy("file:///known/a"));
        assertThat(SandboxParams.decode(policy("file:///known/a"))).isSameAs(first);
        assertThat(SandboxParams.decode(policy("file:///known/b"))).isNotEqualTo(first);
    }

    @Test
    void whatOneDialectAllowsIsNotAllowedToAnother() throws Exception {
        SandboxParams lenient = SandboxParams.decode(policy("/known/plain"), Dialect.LENIENT);
        assertThat(lenient.given()).isTrue();
        assertThatThrownBy(() -> SandboxParams.decode(policy("/known/plain"), Dialect.STRICT))
                .isInstanceOf(ExecbusException.class);
    }

    @Test
    void aLongOneIsReadEachTime() throws Exception {
        String root = "file:///known/" + "n".repeat(10_000);
        SandboxParams first = SandboxParams.decode(policy(root));
        assertThat(SandboxParams.decode(policy(root))).isEqualTo(first).isNotSameAs(first);
    }
}
