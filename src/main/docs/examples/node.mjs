import { connect } from "execbus";

const client = await connect(process.env.EXECBUS_URL ?? "ws://127.0.0.1:4500", { token: process.env.EXECBUS_TOKEN });
const counter = await client.session.start({ command: "for i in 1 2 3; do echo $i; sleep 0.1; done; exit 7" });
for await (const { stream, bytes } of counter.output) {
  console.log(stream, new TextDecoder().decode(bytes).trim());
}
const { exitCode } = await counter.wait();
console.log("exit code", exitCode);
client.close();
