// Just enough of curl for the lines that server.js prints, where curl itself is missing.

/**
 * @param {string} line
 * @param {Map<string, string>} files where `-c` writes to and `-b` reads from
 * @returns {Promise<string>} what `curl -i` prints
 */
export async function curl(line, files) {
  const [, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  const request = { url: "", method: "GET", body: /** @type {string | null} */ (null), jar: "", cookie: "" };
  const headers = new Headers();
  /** @type {Record<string, (value: string) => unknown>} */
  const options = {
    "-c": (file) => (request.jar = file),
    "-b": (file) => (request.cookie = files.get(file) ?? ""),
    "-H": (line) => headers.set(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()),
    "-X": (method) => (request.method = method),
    "-d": (body) => Object.assign(request, { body, method: "POST" }),
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (options[word]) options[word](words[++i] ?? "");
    else if (word !== "-i") request.url = word;
  }
  if (request.cookie) headers.set("Cookie", request.cookie);
  if (request.body) headers.set("Content-Type", "application/x-www-form-urlencoded");
  const response = await fetch(request.url, {
    method: request.method,
    body: request.body,
    redirect: "manual",
    headers,
  });
  if (request.jar) files.set(request.jar, response.headers.getSetCookie().join("; ").split(";")[0] ?? "");
  return `HTTP/1.1 ${response.status}\r\n\r\n${await response.text()}`;
}
