import autocannon from "autocannon";
import { HEADERS } from "./client.js";

export const CONNECTIONS = 32;

/**
 * So many requests at an app, over connections that are busy all the time. Fails if one of them gets another answer than is right.
 * @param turn where the connections begin in their lists: with another one each time, all visitors have their turn
 */
export async function load(app, workload, amount, turn) {
  const each = Math.ceil(amount / CONNECTIONS);
  let connection = 0;
  const { statusCodeStats, errors } = await autocannon({
    url: `http://127.0.0.1:${app.port}`,
    connections: CONNECTIONS,
    amount,
    // How soon it sees that it is done.
    sampleInt: 10,
    setupClient(client) {
      const requests = workload.requests(app.visitors, connection++, CONNECTIONS);
      const count = Math.min(each, requests.length);
      const next = (_, i) => requests[(turn * each + i) % requests.length];
      client.setRequests(Array.from({ length: count }, next).map(withHeaders));
    },
  });
  const right = statusCodeStats[workload.status]?.count ?? 0;
  if (errors > 0 || right < amount) {
    const got = JSON.stringify(statusCodeStats);
    throw new Error(`${app.name}: ${amount} requests for ${workload.status}, ${errors} errors, got ${got}`);
  }
}

const withHeaders = ({ cookie, ...request }) => ({
  ...request,
  headers: cookie === undefined ? HEADERS : { ...HEADERS, cookie },
});
