import { app } from "../app.js";

/** Starts the app on a free port. */
export async function start() {
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => server.closeAllConnections() ?? server.close() };
}

/** @typedef {Record<string, string> | [name: string, value: string][]} Form */
/** @typedef {ReturnType<typeof browser>} Browser */

/**
 * A browser without a window: keeps cookies, follows nothing, prefers HTML.
 *
 * @param {string} url
 * @param {string} [userAgent]
 */
export function browser(url, userAgent = "a test") {
  /** @type {Map<string, string>} */
  const jar = new Map();

  /**
   * @param {string} path
   * @param {{ form?: Form, accept?: string, cookie?: string | undefined }} [options]
   */
  async function send(path, { form, accept = "text/html,*/*;q=0.8", cookie = cookies() } = {}) {
    const response = await fetch(url + path, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      headers: {
        "Sec-Fetch-Site": "same-origin",
        "User-Agent": userAgent,
        Accept: accept,
        ...(cookie && { Cookie: cookie }),
      },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) keep(line);
    const body = await response.text();
    return {
      status: response.status,
      location: response.headers.get("location"),
      headers: response.headers,
      body,
      json: () => JSON.parse(body),
    };
  }

  /** @param {string} line */
  function keep(line) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "") jar.delete(name);
    else jar.set(name, value);
  }

  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  return {
    get: send,
    /** @param {string} path @param {Form} [form] @param {string} [accept] */
    post: (path, form = {}, accept = undefined) => send(path, { form, ...(accept && { accept }) }),
    /** @param {string} name @param {string} password @param {string} [next] */
    signIn: (name, password, next) =>
      send("/sign-in", { form: { name, password, ...(next !== undefined && { next }) } }),
    profile: async () => (await send("/profile", { accept: "application/json" })).json(),
    /** The handle of the session; undefined while nobody is signed in. */
    handle: async () => (await send("/profile", { accept: "application/json" })).json().session?.id,
    cookies,
  };
}
