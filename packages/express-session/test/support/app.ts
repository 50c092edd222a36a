import type { RequestListener } from "node:http";
import { type Answer, ask, listen } from "./http.js";

/** A running server, and requests to it that keep their cookies. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** The cookies that it has, by name. */
  readonly jar: Map<string, string>;
  close(): Promise<void>;
}

export async function client(listener: RequestListener): Promise<Client> {
  const { port, close } = await listen(listener);
  const jar = new Map<string, string>();
  return { jar, close, get: (path, headers) => send(port, path, jar, headers) };
}

/** One request with a jar's cookies; the jar keeps what comes back. */
export async function send(
  port: number,
  path: string,
  jar: Map<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await ask(port, path, { headers: { ...(cookie && { cookie }), ...headers } }).all;
  for (const line of answer.setCookie) keep(jar, line);
  return answer;
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === "") jar.delete(name);
  else jar.set(name, value);
}
