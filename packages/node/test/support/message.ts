/** A response of HTTP/1, taken apart. */
export interface Message {
  readonly status: string;
  /** Header lines in their order, names in lower case, the date without its value. */
  readonly lines: readonly string[];
  readonly body: string;
}

/** Takes apart what a connection carried: informational responses too, each as a message. */
export function parse(text: string): Message[] {
  const messages: Message[] = [];
  for (let rest = text; rest !== "";) {
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) throw new Error(`no end of head in ${JSON.stringify(rest)}`);
    const [status = "", ...lines] = rest.slice(0, end).split("\r\n");
    rest = rest.slice(end + 4);
    const informational = / 1\d\d /.test(status);
    messages.push({ status, lines: lines.map(normal), body: informational ? "" : rest });
    if (!informational) break;
  }
  return messages;
}

/** The one final message, its body put together. */
export function final(text: string): Message {
  const message = parse(text).at(-1);
  if (message === undefined) throw new Error("nothing came");
  const chunked = message.lines.some((line) => line === "transfer-encoding: chunked");
  return chunked && message.body !== "" ? { ...message, body: dechunk(message.body) } : message;
}

/** The values of a header. */
export function values(message: Message, name: string): string[] {
  const prefix = `${name.toLowerCase()}: `;
  return message.lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
}

/** Without the lines that the fake session adds. */
export function withoutOurs(message: Message): Message {
  const ours = ["set-cookie: sid=ours; Path=/", "vary: Cookie", "cache-control: private"];
  return { ...message, lines: message.lines.filter((line) => !ours.includes(line)) };
}

function normal(line: string): string {
  const colon = line.indexOf(":");
  const name = line.slice(0, colon).toLowerCase();
  return name === "date" ? name : name + line.slice(colon);
}

/** The data of the chunks; trailers are kept at the end, after a line of dashes. */
function dechunk(body: string): string {
  let data = "";
  for (let rest = body; ;) {
    const eol = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.slice(0, eol), 16);
    if (Number.isNaN(size)) throw new Error(`no chunk in ${JSON.stringify(rest)}`);
    if (size === 0) return `${data}${rest.slice(eol + 2) === "\r\n" ? "" : `---${rest.slice(eol + 2)}`}`;
    data += rest.slice(eol + 2, eol + 2 + size);
    rest = rest.slice(eol + 2 + size + 2);
  }
}
