// Builds the console: node build.mjs [--out FOLDER] [--watch] | --tests
import { build, context } from "esbuild";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const given = name => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const common = { bundle: true, target: "es2022", jsx: "automatic", jsxImportSource: "preact", logLevel: "warning" };

// What the licenses of the packages in the bundle ask for.
function licenses(inputs) {
  const packages = new Set(inputs.map(path => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const text = name => readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8").trim();
  return [...packages]
    .sort()
    .map(name => `${name}\n\n${text(name)}\n`)
    .join("\n----\n\n");
}

if (process.argv.includes("--tests")) {
  const out = join(here, "target/tests");
  rmSync(out, { recursive: true, force: true });
  const tests = readdirSync(join(here, "test")).filter(name => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: tests.map(name => join(here, "test", name)),
    outdir: out,
    platform: "node",
    format: "esm",
    outExtension: { ".js": ".mjs" },
  });
} else {
  const out = given("--out") ?? join(here, "target/console");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  // The names of the files say what is in them, so that a browser may keep them for ever.
  const page = {
    name: "page",
    setup: plugin =>
      plugin.onEnd(result => {
        if (result.errors.length > 0) return;
        let html = readFileSync(join(here, "index.html"), "utf8");
        for (const file of Object.keys(result.metafile.outputs)) {
          const name = basename(file).replace(/-[A-Z0-9]{8}\./, ".");
          html = html.replace(`assets/${name}`, `assets/${basename(file)}`);
        }
        writeFileSync(join(out, "index.html"), html);
        cpSync(join(here, "logo.svg"), join(out, "logo.svg"));
        writeFileSync(join(out, "licenses.txt"), licenses(Object.keys(result.metafile.inputs)));
      }),
  };
  const options = {
    ...common,
    entryPoints: { console: join(here, "src/main.tsx"), style: join(here, "style/main.css") },
    outdir: join(out, "assets"),
    entryNames: "[name]-[hash]",
    minify: true,
    format: "esm",
    platform: "browser",
    metafile: true,
    legalComments: "none",
    plugins: [page],
  };
  if (process.argv.includes("--watch")) await (await context(options)).watch();
  else await build(options);
}
