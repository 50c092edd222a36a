// One process of the cluster. It tells the one that started it on which port it listens.
import { app } from "./app.js";
import { sessions } from "./sessions.js";

const server = app.listen(0, "127.0.0.1", () => {
  process.send?.(/** @type {import("node:net").AddressInfo} */ (server.address()).port);
});

// Ctrl+C reaches every process of the terminal. The balancer hangs up when it has stopped, and that is this one's sign.
process.on("SIGINT", () => {});
process.once("disconnect", () => {
  server.close(() => sessions.close());
  server.closeAllConnections();
});
