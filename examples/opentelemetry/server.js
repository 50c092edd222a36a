import { app } from "./app.js";
import { stopTelemetry } from "./instrumentation.js";
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

Each request prints its span, with what happened to its session under "events". Every 30 seconds, and at the end, the
counter "sess.events" is printed. Ctrl+C ends it.
`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close(async () => {
      await sessions.close();
      await stopTelemetry();
    });
    server.closeAllConnections();
  });
}
