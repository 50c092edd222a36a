import { ports } from "../ports.js";

/** A browser without a window. Its cookies count for all ports of the host, as in every browser. */
export function browser() {
  let cookie = "";

  /** @param {string} framework @param {string} path @param {Record<string, string>} [form] */
  async function send(framework, path, form) {
    const response = await fetch(`http://127.0.0.1:${ports.get(framework)}${path}`, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      headers: { "Sec-Fetch-Site": "same-origin", ...(cookie && { Cookie: cookie }) },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      cookie = line.includes("Max-Age=0") ? "" : (line.split(";")[0] ?? "");
    }
    const { status, headers } = response;
    return { status, headers, location: headers.get("location"), body: await response.text() };
  }

  return {
    get: (/** @type {string} */ framework, path = "/") => send(framework, path),
    /** @param {string} framework @param {string} path @param {Record<string, string>} [form] */
    post: (framework, path, form = {}) => send(framework, path, form),
    /** @param {string} framework */
    signIn: (framework, name = "ada", password = "lovelace") => send(framework, "/login", { name, password }),
    cookie: () => cookie,
    /** Puts a cookie back, as a thief would. @param {string} value */
    replay: (value) => void (cookie = value),
  };
}
