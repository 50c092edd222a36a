// Whole requests, from the Cookie header to the head, without HTTP.
import { createSessions, type HttpExchange, type Session } from "@sess/core";
import { memoryStore } from "@sess/store-memory";

interface Data {
  cart?: string[];
  csrf?: string;
  recent?: string[];
  value?: number;
}

const data = (): Data => ({
  cart: ["sku-000001", "sku-004711"],
  csrf: "Zm9ydHktdGhyZWUgY2hhcmFjdGVycyBvZiBiYXNlNjQ",
  recent: ["/shop/shoes", "/shop/socks", "/cart", "/account/orders"],
});
const sessions = createSessions<Data>({ store: memoryStore() });

class Exchange implements HttpExchange {
  readonly secure = true;
  readonly method = "GET";
  readonly path = "/";
  setCookie: string | undefined;
  readonly cookieHeader: string | undefined;

  constructor(cookieHeader: string | undefined) {
    this.cookieHeader = cookieHeader;
  }

  header(): undefined {}
  responseHeader(): undefined {}
  setResponseHeader(): void {}
  appendResponseHeader(name: string, value: string): void {
    if (name === "Set-Cookie") this.setCookie = value;
  }
}

async function request(
  cookie: string | undefined,
  handler: (session: () => Session<Data>) => unknown,
): Promise<string | undefined> {
  const exchange = new Exchange(cookie);
  const opened = sessions.open(exchange, exchange);
  if (opened.loading !== undefined) await opened.loading;
  await handler(() => opened.session);
  await opened.commit();
  return exchange.setCookie?.split(";")[0];
}

const cookie = await request(undefined, (session) => session().login("ada", { data: data() }));
let writes = 0;

/** What is at hand when there is no library: a Map of JSON, parsed at the start and compared at the end. */
const texts = new Map([["token", JSON.stringify({ user: "ada", ...data() })]]);
async function byHand(
  key: string | undefined,
  handler: (session: Data & { user?: string }) => void,
): Promise<void> {
  const text = key === undefined ? undefined : texts.get(key);
  const session = text === undefined ? {} : (JSON.parse(text) as Data);
  handler(session);
  const after = JSON.stringify(session);
  if (key !== undefined && after !== text) texts.set(key, after);
}

/** By what is done, the ways to do it: ours first. */
export const suites: Record<string, Record<string, () => unknown>> = {
  "a request without cookie": {
    "@sess/core": () => request(undefined, () => {}),
    "a Map of JSON": () => byHand(undefined, () => {}),
  },
  "a request that does not use its session": {
    "@sess/core": () => request(cookie, () => {}),
    "a Map of JSON": () => byHand("token", () => {}),
  },
  "a request that asks who it is": {
    "@sess/core": () => request(cookie, (session) => session().userId),
    "a Map of JSON": () => byHand("token", (session) => session.user),
  },
  "a request that writes one field": {
    "@sess/core": () => request(cookie, (session) => (session().value = ++writes)),
    "a Map of JSON": () => byHand("token", (session) => (session.value = ++writes)),
  },
};
