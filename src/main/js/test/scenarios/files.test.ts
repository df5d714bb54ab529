import assert from "node:assert/strict";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RpcError } from "../../src/errors.js";
import { refusal } from "../support/fake-client.js";
import { numbers, sha256 } from "../support/output.js";
import { scenarios, type Scenario } from "../support/scenario.js";

const on = scenarios();

function inFolder(play: (client: Parameters<Scenario>[0], folder: string) => Promise<void>): Scenario {
    return async client => {
        const folder = await realpath(await mkdtemp(join(tmpdir(), "execbus js ü-")));
        try {
            await play(client, folder);
        } finally {
            await rm(folder, { recursive: true });
        }
    };
}

on(
    "whatIsWrittenIsThere",
    inFolder(async ({ files }, folder) => {
        const path = `${folder}/a b%?#.txt`;
        await files.writeFile(path, "héllo");
        assert.equal(await files.readTextFile(path), "héllo");
        assert.equal(await readFile(path, "utf8"), "héllo");
        const { modifiedAtMs, createdAtMs, ...status } = await files.stat(path);
        assert.deepEqual(status, { isDirectory: false, isFile: true, isSymlink: false, size: 6 });
        assert.ok(Math.abs(Date.now() - modifiedAtMs) < 60_000 && createdAtMs >= 0);
    }),
);

on(
    "aFileIsOnlyReplacedWhereItIsWhatIsExpected",
    inFolder(async ({ files }, folder) => {
        const path = `${folder}/f`;
        await files.writeFile(path, "1", { atomic: true, expectedSha256: "missing" });
        const wrong = await refusal(files.writeFile(path, "2", { expectedSha256: "missing" }));
        assert.equal((wrong as RpcError).code, -32024);
        await files.writeFile(path, "2", { atomic: true, expectedSha256: sha256(Buffer.from("1")) });
        assert.equal(await files.readTextFile(path), "2");
    }),
);

on(
    "foldersAreMadeListedCopiedMovedAndRemoved",
    inFolder(async ({ files }, folder) => {
        await files.createDirectory(`${folder}/x/y`);
        await files.writeFile(`${folder}/x/f`, "f");
        await files.copy(`${folder}/x`, `${folder}/copy`, { recursive: true });
        await files.rename(`${folder}/copy`, `${folder}/moved`);
        const listed = await files.readDirectory(`${folder}/moved`);
        assert.deepEqual(
            listed.sort((a, b) => a.fileName.localeCompare(b.fileName)),
            [
                { fileName: "f", isDirectory: false, isFile: true },
                { fileName: "y", isDirectory: true, isFile: false },
            ],
        );
        const walked = await files.walk(folder);
        assert.deepEqual(walked.entries.map(entry => entry.path).sort(), [
            `${folder}/moved`,
            `${folder}/moved/f`,
            `${folder}/moved/y`,
            `${folder}/x`,
            `${folder}/x/f`,
            `${folder}/x/y`,
        ]);
        assert.equal(await files.realPath(`${folder}/x/../moved`), `${folder}/moved`);
        await files.remove(`${folder}/x`);
        assert.equal(((await refusal(files.stat(`${folder}/x`))) as RpcError).code, -32004);
    }),
);

on(
    "largeFilesAreWrittenAndReadInBlocks",
    inFolder(async ({ files }, folder) => {
        const bytes = numbers(20 << 20);
        await files.writeFile(`${folder}/large`, bytes);
        assert.equal(sha256(await readFile(`${folder}/large`)), sha256(bytes));
        const pieces: Uint8Array[] = [];
        for await (const piece of files.readStream(`${folder}/large`, { blockBytes: 1 << 20 })) {
            pieces.push(piece);
        }
        assert.equal(sha256(Buffer.concat(pieces)), sha256(bytes));
        assert.equal(sha256(await files.readFile(`${folder}/large`)), sha256(bytes));
    }),
);

on(
    "anOpenFileIsReadAndWrittenWhereOneLikes",
    inFolder(async ({ files }, folder) => {
        const written = await files.open(`${folder}/f`, "replace");
        await written.writeBlock(3, Buffer.from("def"));
        await written.writeBlock(0, Buffer.from("abc"));
        await written.close();
        const read = await files.open(`${folder}/f`, "read");
        assert.deepEqual(await read.readBlock(2, 10), { bytes: new Uint8Array(Buffer.from("cdef")), eof: true });
        await read.close();
    }),
);

on(
    "changesAreTold",
    inFolder(async ({ files }, folder) => {
        const watch = await files.watch(folder, { recursive: true });
        await files.writeFile(`${folder}/f`, "1");
        const told = new Set<string>();
        for await (const { changes } of watch) {
            changes.forEach(change => told.add(change.path));
            if (told.has(`${folder}/f`)) {
                break;
            }
        }
        await watch.close();
    }),
);
