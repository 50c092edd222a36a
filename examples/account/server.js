import { app } from "./app.js";
import { sessions } from "./sessions.js";
import { demoAccounts } from "./users.js";

const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || "127.0.0.1";

const server = app.listen(port, host, (error) => {
  if (error) {
    console.error(`Cannot listen on port ${port} of ${host}: ${error.message}. Another port: PORT=3001`);
    process.exit(1);
  }
  welcome(addressOf(server.address()));
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close(() => sessions.close());
    server.closeAllConnections();
  });
}

/** @param {ReturnType<typeof server.address>} address */
function addressOf(address) {
  if (typeof address !== "object" || address === null) return String(address);
  const everywhere = ["0.0.0.0", "::"].includes(address.address);
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${everywhere ? "localhost" : name}:${address.port}`;
}

/** @param {string} url */
function welcome(url) {
  const [{ name, password }] = /** @type {[typeof demoAccounts[0]]} */ (demoAccounts);
  const accounts = demoAccounts.map((account) => `${account.name} / ${account.password}`);
  console.log(`
The shop is open: ${url}
Accounts (name / password): ${accounts.join(", ")}, or sign up.

Or try it from another terminal. Sign in, and see the page that only you can see:

  curl -i -c cookies.txt -d "name=${name}&password=${password}" ${url}/sign-in
  curl -i -b cookies.txt ${url}/profile

Sign out. As a browser does, say which page sends this: else any page could sign you out. The cookie is still in
cookies.txt, but it is worth nothing now: 401.

  curl -i -b cookies.txt -X POST -H "Origin: ${url}" ${url}/sign-out
  curl -i -b cookies.txt ${url}/profile

Ctrl+C closes the shop.
`);
}
