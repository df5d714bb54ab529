import { connect } from "./execbus.browser.js";

const element = (id) => document.getElementById(id);
const { server, door } = Object.fromEntries(new URLSearchParams(location.search));
const client = await connect(server ?? location.origin, { door, onState: ({ state }) => (document.title = state) });
element("run").onclick = async () => {
  const process = await client.session.start({ command: element("command").value });
  for await (const { bytes } of process.output) element("output").append(new TextDecoder().decode(bytes));
  element("output").append(`exit code ${(await process.wait()).exitCode}\n`);
};
