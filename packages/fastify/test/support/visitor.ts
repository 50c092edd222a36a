import { Visitor, visitorAt } from "@sess/test-visitor";
import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";

/** Without a socket, by `app.inject()`. */
export async function injected(app: FastifyInstance): Promise<Visitor> {
  onTestFinished(() => app.close());
  await app.ready();
  return new Visitor(async (url, { method, headers, body }) => {
    const answer = await app.inject({ url, method, headers, ...(body !== undefined && { body }) });
    const found = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const line of [value ?? []].flat()) found.append(name, String(line));
    }
    return { status: answer.statusCode, headers: found, body: answer.body };
  });
}

/** Over HTTP. */
export async function listening(app: FastifyInstance): Promise<Visitor> {
  onTestFinished(() => app.close());
  const origin = await app.listen({ host: "127.0.0.1", port: 0 });
  return visitorAt(origin, { connection: "close" });
}

/** For `describe.each`: what is promised holds for both. */
export const WAYS: [name: string, visit: typeof injected][] = [
  ["inject()", injected],
  ["HTTP", listening],
];
