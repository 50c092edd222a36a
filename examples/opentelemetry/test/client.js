/** A browser without a window. @param {string} url */
export function browser(url) {
  let cookie = "";

  /** @param {string} path @param {Record<string, string> | undefined} form @param {Record<string, string>} [headers] */
  async function send(path, form, headers) {
    const response = await fetch(url + path, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      headers: { "Sec-Fetch-Site": "same-origin", ...(cookie && { Cookie: cookie }), ...headers },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      cookie = line.includes("Max-Age=0") ? "" : (line.split(";")[0] ?? "");
    }
    // A stream that breaks off is an answer, too.
    return { status: response.status, body: await response.text().catch(() => "") };
  }

  return {
    /** @param {string} path @param {Record<string, string>} [headers] */
    get: (path, headers) => send(path, undefined, headers),
    /** @param {string} path @param {Record<string, string>} [form] @param {Record<string, string>} [headers] */
    post: (path, form = {}, headers) => send(path, form, headers),
    signIn: () => send("/login", { name: "ada", password: "lovelace" }),
    cookie: () => cookie,
    /** Puts a cookie back, as a thief would. @param {string} value */
    replay: (value) => void (cookie = value),
  };
}
