import { randomFrom } from "../report/statistics.js";
import { forge } from "./client.js";

const page = { method: "GET", path: "/page" };
const user = { method: "GET", path: "/user" };
const value = { method: "POST", path: "/value" };

/** Ten in a hundred write, spread evenly. */
const WRITES_EVERY = 10;

/**
 * @typedef {object} Workload What one connection after another asks for.
 * @property {string} title
 * @property {string} needs the verb without which a contestant takes no part
 * @property {number} status the answer that is right
 * @property {(visitors: string[], connection: number, connections: number) => object[]} requests one by one, and over again
 */

/** Those of the scaling benchmarks. @type {Record<string, Workload>} */
export const tours = {
  inTurn: {
    title: "reads of all sessions in turn",
    needs: "userOf",
    status: 200,
    requests: (visitors, connection, connections) =>
      everyNth(visitors, connection, connections).map((cookie) => ({ ...user, cookie })),
  },
  atRandom: {
    title: "reads of all sessions at random",
    needs: "userOf",
    status: 200,
    requests(visitors, connection) {
      const random = randomFrom(connection);
      return visitors.map(() => ({ ...user, cookie: visitors[Math.floor(random() * visitors.length)] }));
    },
  },
};

/** @type {Record<string, Workload>} */
export const workloads = {
  anonymous: {
    title: "anonymous: no cookie, session unused",
    needs: "install",
    status: 200,
    requests: () => [page],
  },
  unused: {
    title: "signed in, session unused",
    needs: "install",
    status: 200,
    requests: (visitors, connection) => [{ ...page, cookie: visitors[connection] }],
  },
  read: {
    title: "authenticated read",
    needs: "userOf",
    status: 200,
    requests: (visitors, connection) => [{ ...user, cookie: visitors[connection] }],
  },
  write: {
    title: "write of one field",
    needs: "write",
    status: 200,
    requests: (visitors, connection) => [{ ...value, cookie: visitors[connection] }],
  },
  forged: {
    title: "forged cookie",
    needs: "userOf",
    status: 401,
    requests: (visitors, connection) => [{ ...user, cookie: forge(visitors[connection]) }],
  },
  mix: {
    title: "90 reads to 10 writes, over all sessions",
    needs: "write",
    status: 200,
    requests: (visitors, connection, connections) =>
      everyNth(visitors, connection, connections).map((cookie, i) => ({
        ...((i + connection) % WRITES_EVERY === 0 ? value : user),
        cookie,
      })),
  },
};

/** The share of one connection. */
const everyNth = (visitors, connection, connections) =>
  Array.from(
    { length: Math.ceil((visitors.length - connection) / connections) },
    (_, i) => visitors[i * connections + connection],
  );
