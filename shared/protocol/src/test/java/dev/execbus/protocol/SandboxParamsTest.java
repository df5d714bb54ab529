package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxParamsTest {
    private static final String ROOT_READ = entry("{'type':'special','value':{'kind':'root'}}", "read");
    private static final String ROOT_WRITE = entry("{'type':'special','value':{'kind':'root'}}", "write");
    private static final String WORKSPACE_WRITE = entry("{'type':'special','value':{'kind':'project_roots'}}", "write");

    @Test
    void isNoneWithoutOne() {
        assertThat(SandboxParams.decode(null)).isEqualTo(SandboxParams.NONE);
        assertThat(SandboxParams.decode(json("null"))).isEqualTo(SandboxParams.NONE);
        assertThat(SandboxParams.NONE.needsEnforcementToRun()).isFalse();
    }

    @Test
    void disabledNeedsNothing() {
        assertThat(decode("{'permissions':{'type':'disabled'},'windowsSandboxLevel':'disabled'}"))
                .isEqualTo(new SandboxParams(true, true, true, true));
    }

    @Test
    void externalKeepsTheNetworkOfProcessesOnly() {
        SandboxParams restricted =
                decode("{'permissions':{'type':'external','network':'restricted'},'windowsSandboxLevel':'disabled'}");
        SandboxParams enabled =
                decode("{'permissions':{'type':'external','network':'enabled'},'windowsSandboxLevel':'disabled'}");

        assertThat(restricted.needsEnforcementToRead()).isFalse();
        assertThat(restricted.needsEnforcementToWrite()).isFalse();
        assertThat(restricted.needsEnforcementToRun()).isTrue();
        assertThat(enabled.needsEnforcementToRun()).isFalse();
    }

    @Test
    void managedAndUnrestrictedKeepsTheNetworkOnly() {
        String context = "{'permissions':{'type':'managed','file_system':{'type':'unrestricted'},'network':'NET'},"
                + "'windowsSandboxLevel':'disabled'}";

        assertThat(decode(context.replace("NET", "restricted"))).isEqualTo(new SandboxParams(true, true, true, false));
        assertThat(decode(context.replace("NET", "enabled"))).isEqualTo(new SandboxParams(true, true, true, true));
    }

    @Test
    void readsRunDirectlyUnderAReadableRoot() {
        assertThat(restricted(ROOT_READ)).isEqualTo(new SandboxParams(true, true, false, false));
        assertThat(restricted(ROOT_READ, WORKSPACE_WRITE)).isEqualTo(new SandboxParams(true, true, false, false));
        assertThat(restricted(path("file:///", "read"))).isEqualTo(new SandboxParams(true, true, false, false));
    }

    @Test
    void writesRunDirectlyUnderAWritableRootThatNothingNarrows() {
        assertThat(restricted(ROOT_WRITE)).isEqualTo(new SandboxParams(true, true, true, false));
        assertThat(restricted(ROOT_READ, ROOT_WRITE)).isEqualTo(new SandboxParams(true, true, true, false));
        assertThat(restricted(ROOT_WRITE, WORKSPACE_WRITE)).isEqualTo(new SandboxParams(true, true, true, false));
    }

    @Test
    void aReadEntryNarrowsWriting() {
        assertThat(restricted(ROOT_WRITE, path("file:///x", "read")))
                .isEqualTo(new SandboxParams(true, true, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "none"})
    void aDeniedPathNarrowsBoth(String access) {
        assertThat(restricted(ROOT_WRITE, path("file:///x", access)))
                .isEqualTo(new SandboxParams(true, false, false, false));
        assertThat(restricted(ROOT_READ, entry("{'type':'glob_pattern','pattern':'/**/*.key'}", access)))
                .isEqualTo(new SandboxParams(true, false, false, false));
    }

    @Test
    void entriesThatNameNothingDoNothing() {
        String unknown = entry("{'type':'special','value':{'kind':'unknown','path':'x'}}", "deny");
        String noRoots = entry("{'type':'special','value':{'kind':'project_roots','subpath':'.git'}}", "read");
        String readGlob = entry("{'type':'glob_pattern','pattern':'*'}", "read");

        assertThat(context("'cwd':'file:///ws'", ROOT_WRITE, unknown, noRoots, readGlob))
                .isEqualTo(new SandboxParams(true, true, true, false));
        assertThat(context("'cwd':'file:///ws','workspaceRoots':['file:///ws']", ROOT_WRITE, noRoots))
                .isEqualTo(new SandboxParams(true, true, false, false));
    }

    @Test
    void aWorkspaceAloneNeedsEnforcementForAll() {
        assertThat(restricted(WORKSPACE_WRITE, entry("{'type':'special','value':{'kind':'minimal'}}", "read")))
                .isEqualTo(new SandboxParams(true, false, false, false));
        assertThat(restricted()).isEqualTo(new SandboxParams(true, false, false, false));
    }

    @Test
    void readsWhatTheRealClientSends() {
        SandboxParams params = decode("{'permissions':{'type':'managed','file_system':{'type':'restricted','entries':["
                + ROOT_READ + "," + WORKSPACE_WRITE
                + ",{'path':{'type':'special','value':{'kind':'project_roots','subpath':'.git'}},'access':'read',"
                + "'missing_path_behavior':'skip'}]},'network':'restricted'},'cwd':'file:///p',"
                + "'policyContext':{'cwd':'file:///p','workspaceRoots':['file:///p']},'workspaceRoots':['file:///p'],"
                + "'userHomeDir':'file:///home/dev','windowsSandboxLevel':'disabled',"
                + "'windowsSandboxProxySettingsMode':'reconcile','useLegacyLandlock':false}");

        assertThat(params).isEqualTo(new SandboxParams(true, true, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'danger-full-access'} | true | true | true",
                "{'type':'external-sandbox'} | true | true | false",
                "{'type':'external-sandbox','network_access':'enabled'} | true | true | true",
                "{'type':'read-only'} | true | false | false",
                "{'type':'read-only','access':{'type':'full-access'}} | true | false | false",
                "{'type':'read-only','access':{'type':'restricted'}} | false | false | false",
                "{'type':'workspace-write','network_access':true} | true | false | true",
                "{'type':'workspace-write','read_only_access':{'type':'restricted'}} | false | false | false",
            })
    void readsThePoliciesOfTheFirstReleases(String policy, boolean read, boolean write, boolean network) {
        assertThat(decode("{'sandboxPolicy':" + policy + "}")).isEqualTo(new SandboxParams(true, read, write, network));
        assertThat(decode("{'sandboxPolicy':" + policy + ",'windowsSandboxLevel':'disabled',"
                        + "'useLegacyLandlock':false,'additionalPermissions':null}"))
                .isEqualTo(new SandboxParams(true, read, write, network));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing field `permissions`",
                "{'permissions':null} | invalid type: null, expected struct PermissionProfile",
                "{'permissions':{}} | missing field `type`",
                "{'permissions':{'type':'disabled'}} | missing field `windowsSandboxLevel`",
                "{'permissions':{'type':'x'},'windowsSandboxLevel':'disabled'} "
                        + "| unknown variant `x`, expected one of `managed`, `disabled`, `external`",
                "{'permissions':{'type':'managed'},'windowsSandboxLevel':'disabled'} | missing field `file_system`",
                "{'permissions':{'type':'external'},'windowsSandboxLevel':'disabled'} | missing field `network`",
                "{'permissions':{'type':'managed','file_system':{'type':'restricted'},'network':'restricted'}} "
                        + "| missing field `entries`",
                "{'permissions':{'type':'managed','file_system':{'type':'unrestricted'}}} | missing field `network`",
                "{'permissions':{'type':'disabled'},'windowsSandboxLevel':'x'} | unknown variant `x`, "
                        + "expected one of `disabled`, `restricted-token`, `elevated`, `mxc`",
                "{'permissions':{'type':'disabled'},'windowsSandboxLevel':'disabled','cwd':'/x'} "
                        + "| invalid URI: relative URL without a base",
                "{'sandboxPolicy':{'type':'x'}} | unknown variant `x`, expected one of `danger-full-access`, "
                        + "`read-only`, `external-sandbox`, `workspace-write`",
                "5 | invalid type: number, expected struct FileSystemSandboxContext",
            })
    void refusesAMalformedContext(String context, String message) {
        assertRefused(context, ErrorCode.INVALID_PARAMS, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'path':{'type':'path','path':'file:///x'}} | missing field `access`",
                "{'access':'read'} | missing field `path`",
                "{'path':{'type':'path','path':'file:///x'},'access':'x'} "
                        + "| unknown variant `x`, expected one of `read`, `write`, `deny`, `none`",
                "{'path':{'type':'path','path':'/tmp'},'access':'read'} | invalid URI: relative URL without a base",
                "{'path':{'type':'special','value':{'kind':'project_roots'}},'access':'write'} "
                        + "| file system sandbox context with dynamic permissions requires cwd",
                "{'path':{'type':'special','value':{'kind':'current_working_directory'}},'access':'write'} "
                        + "| file system sandbox context with dynamic permissions requires cwd",
                "{'path':{'type':'glob_pattern','pattern':'*.key'},'access':'deny'} "
                        + "| file system sandbox context with dynamic permissions requires cwd",
                "{'path':{'type':'path','path':'file:///x'},'access':'read','missing_path_behavior':'x'} "
                        + "| unknown variant `x`, expected `skip`",
            })
    void refusesAMalformedEntry(String entry, String message) {
        assertRefused(contextText("'workspaceRoots':['file:///ws']", entry), ErrorCode.INVALID_PARAMS, message);
    }

    @Test
    void tellsUrisThatMeanNothingHereFromMalformedOnes() {
        assertRefused(
                contextText("'cwd':'file:///C:/x'", ROOT_READ),
                ErrorCode.INVALID_REQUEST,
                "'file:///C:/x' is invalid on 'linux'");
        assertRefused(
                contextText("'cwd':'file:///x'", path("file:///C:/x", "read")),
                ErrorCode.INVALID_REQUEST,
                "invalid sandbox permission path URI: 'file:///C:/x' is invalid on 'linux'");
    }

    @Test
    void takesPlainPathsWhereTheDialectHasThem() {
        assertThat(SandboxParams.decode(
                        json(contextText("'cwd':'/ws'", ROOT_READ, path("/ws", "write"))), Dialect.LENIENT))
                .isEqualTo(new SandboxParams(true, true, false, false));
    }

    private static String entry(String path, String access) {
        return "{'path':" + path + ",'access':'" + access + "'}";
    }

    private static String path(String uri, String access) {
        return entry("{'type':'path','path':'" + uri + "'}", access);
    }

    private static SandboxParams restricted(String... entries) {
        return context("'cwd':'file:///ws','workspaceRoots':['file:///ws']", entries);
    }

    private static SandboxParams context(String members, String... entries) {
        return decode(contextText(members, entries));
    }

    private static String contextText(String members, String... entries) {
        return "{'permissions':{'type':'managed','file_system':{'type':'restricted','entries':["
                + String.join(",", entries) + "]},'network':'restricted'},'windowsSandboxLevel':'disabled'," + members
                + "}";
    }

    private static SandboxParams decode(String text) {
        return SandboxParams.decode(json(text));
    }

    private static void assertRefused(String text, ErrorCode code, String message) {
        assertThatExceptionOfType(ExecbusException.class)
                .isThrownBy(() -> decode(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessage(message);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
