import { app } from "./app.js";
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
The app is open: http://${host}:${address.port}
Accounts (name / password): ada / lovelace, alan / bletchley

Ctrl+C stops it.
`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close(() => sessions.close());
    server.closeAllConnections();
  });
}
