import EventBus from "@vertx/eventbus-bridge-client.js";

const bus = new EventBus(process.env.EXECBUS_URL ?? "http://127.0.0.1:4500/eventbus", { transports: ["websocket"] });
let lastId = 0;
const call = (method, params) => bus.send("execbus.rpc", { id: ++lastId, method, params }, (error, answer) =>
  console.log(method, error ?? answer.body.error ?? "ok"));
bus.onopen = () => {
  bus.registerHandler("execbus.client", (error, { body: { method, params } }) => {
    console.log(method, params.chunk ? atob(params.chunk).trim() : params.exitCode ?? "");
    if (method === "process/closed") bus.close();
  });
  call("initialize", { clientName: "example" });
  bus.send("execbus.rpc", { method: "initialized" });
  call("process/start", { processId: "p", argv: ["echo", "hello"], cwd: "file:///", env: {}, tty: false });
};
