import { app } from "./app.js";
import { startChat } from "./chat.js";
import { sessions } from "./sessions.js";

const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || "127.0.0.1";

const server = app.listen(port, host, (error) => {
  if (error) {
    console.error(`Cannot listen on port ${port} of ${host}: ${error.message}. Another port: PORT=3001`);
    process.exit(1);
  }
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`
The chat is open: http://${host}:${address.port}
Accounts (name / password): ada / lovelace, alan / bletchley

Sign in, open a second tab, and sign out in one of them: the other one is closed at once.
Ctrl+C closes the chat.
`);
});
const chat = startChat(server);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    chat.close();
    server.close(() => sessions.close());
    server.closeAllConnections();
  });
}
