import assert from "node:assert/strict";
import { RpcError, StdinClosedError } from "../../src/errors.js";
import { refusal } from "../support/fake-client.js";
import { textUntil } from "../support/output.js";
import { scenarios } from "../support/scenario.js";

const on = scenarios();

on("whatIsWrittenIsRead", async client => {
    const process = await client.session.start({ command: ["cat"], pipeStdin: true });
    await process.write("hello\n");
    assert.equal(await textUntil(process.output, "\n"), "hello\n");
    await process.write(Uint8Array.of(0xff, 0x00));
    await process.closeStdin();
    for await (const { bytes } of process.output) {
        assert.deepEqual(bytes, Uint8Array.of(0xff, 0x00));
    }
    assert.equal((await process.wait()).exitCode, 0);
});

on("writesThatDoNotWaitForEachOtherKeepTheirOrder", async client => {
    const process = await client.session.start({ command: ["cat"], pipeStdin: true });
    const lines = Array.from({ length: 500 }, (_, i) => `${i}\n`);
    const writes = lines.map(line => process.write(line));
    const closing = process.closeStdin();
    await Promise.all([...writes, closing]);
    assert.equal(await process.text(), lines.join(""));
});

on("aTerminalIsEndedByItsEndOfFileCharacter", async client => {
    const process = await client.session.start({ command: "stty -echo; echo ready; cat; echo end", tty: true });
    assert.equal(await textUntil(process.output, "ready\r\n"), "ready\r\n");
    await process.write("line\n");
    await process.closeStdin();
    assert.equal(await process.text(), "line\r\nend\r\n");
});

on("theInterruptCharacterInterrupts", async client => {
    const process = await client.session.start({ command: "echo ready; exec sleep 60", tty: true });
    await textUntil(process.output, "ready\r\n");
    await process.write(Uint8Array.of(3));
    const { exitCode, signal } = await process.wait();
    assert.deepEqual([exitCode, signal], [130, "INT"]);
});

on("tellsWhatCannotBeWrittenTo", async client => {
    const process = await client.session.start({ command: ["sleep", "60"] });
    assert.deepEqual(await refusal(process.write("x")), new StdinClosedError("the process takes no input"));
    const unknown = client.session.process("unknown");
    assert.deepEqual(await refusal(unknown.write("x")), new StdinClosedError("there is no such process any more"));
});

on("aFullStdinHoldsUpItsWriterAndNothingElse", async client => {
    const process = await client.session.start({ command: ["sleep", "60"], pipeStdin: true });
    let answered = false;
    const writing = refusal(process.write(new Uint8Array(12 << 20)));
    void writing.then(() => (answered = true));
    const other = await client.session.start({ command: ["true"] });
    await other.closed();
    assert.equal(answered, false);
    assert.equal(await process.terminate(), true);
    assert.deepEqual(await writing, new RpcError(-32603, "failed to write to process stdin"));
});
