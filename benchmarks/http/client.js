// One request at a time, for what comes before the load: sign in, and look whether the answers are right.
import { Agent, request } from "node:http";

/** What every request of every contestant brings: it came through a proxy that ends TLS, and from a page of this site. */
export const HEADERS = { "x-forwarded-proto": "https", "sec-fetch-site": "same-origin" };

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** @returns {Promise<{ status: number, body: object, cookie: string | undefined }>} `cookie` is what to send from now on */
export function ask(port, method, path, cookie) {
  return new Promise((resolve, reject) => {
    const headers = cookie === undefined ? HEADERS : { ...HEADERS, cookie };
    const sent = request({ host: "127.0.0.1", port, method, path, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("error", reject).on("end", () => {
        const lines = response.headers["set-cookie"]?.map((line) => line.split(";")[0]);
        resolve({ status: response.statusCode, body: JSON.parse(text), cookie: lines?.join("; ") ?? cookie });
      });
    });
    sent.on("error", reject).end();
  });
}

/** @returns the cookie of a user who has just signed in */
export async function login(port, user) {
  const { status, cookie } = await ask(port, "POST", `/login/${user}`);
  if (status !== 200 || cookie === undefined) throw new Error(`The login got ${status}, cookie: ${cookie}`);
  return cookie;
}

/** The same cookie with a letter changed near its end: in its signature, where it has one. None of %XX is such a letter. */
export function forge(cookie) {
  const at = cookie.slice(0, -7).search(/[g-z][^g-z]*$/);
  return cookie.slice(0, at) + (cookie[at] === "g" ? "h" : "g") + cookie.slice(at + 1);
}
