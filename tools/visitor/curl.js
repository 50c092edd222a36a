// Just enough of curl for the lines that this repository tells people to type, where curl itself is missing.

/**
 * @param {string} line
 * @param {Map<string, string>} files where `-c` writes to and `-b` reads from
 * @returns {Promise<string>} what curl prints
 */
export async function curl(line, files) {
  const [, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  const request = { url: "", method: "GET", body: /** @type {string | null} */ (null), jar: "", cookie: "" };
  const headers = new Headers({ "User-Agent": "curl" });
  let withHead = false;
  /** @type {Record<string, (value: string) => unknown>} */
  const options = {
    "-c": (file) => (request.jar = file),
    "-b": (file) => (request.cookie = files.get(file) ?? ""),
    "-A": (agent) => headers.set("User-Agent", agent),
    "-H": (line) => headers.set(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()),
    "-X": (method) => (request.method = method),
    "-d": (body) => Object.assign(request, { body, method: "POST" }),
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (options[word]) options[word](words[++i] ?? "");
    else if (word === "-i") withHead = true;
    else request.url = /^\w+:\/\//.test(word) ? word : `http://${word}`;
  }
  if (request.cookie) headers.set("Cookie", request.cookie);
  if (request.body) headers.set("Content-Type", "application/x-www-form-urlencoded");
  const response = await fetch(request.url, {
    method: request.method,
    body: request.body,
    redirect: "manual",
    headers,
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (request.jar) files.set(request.jar, cookies.join("; ") || request.cookie);
  return (withHead ? headOf(response) : "") + (await response.text());
}

/** @param {Response} response */
function headOf({ status, statusText, headers }) {
  const lines = [...headers].map(([name, value]) => `${capitalized(name)}: ${value}`);
  return [`HTTP/1.1 ${status} ${statusText}`, ...lines, "", ""].join("\r\n");
}

/** fetch() gives all names in small letters. @param {string} name */
const capitalized = (name) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
