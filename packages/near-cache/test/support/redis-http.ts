import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSessions, type Sessions } from "@sess/core";
import type { NearCache } from "@sess/near-cache";
import { withSessions } from "@sess/node";

/** An app in a process of its own, as a browser sees it. */
export interface HttpApp {
  readonly sessions: Sessions;
  readonly cache: NearCache;
  /** Signs in. @returns the cookie */
  login(user: string): Promise<string>;
  logout(cookie: string): Promise<void>;
  /** 200 for who is signed in, else 401. */
  visit(cookie: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startApp(cache: NearCache): Promise<HttpApp> {
  const sessions = createSessions({ store: cache, onEvent: () => undefined });
  const handle = withSessions(sessions, async (req, res) => {
    const session = sessions.from(req);
    const [, action, user] = req.url?.split("/") ?? [];
    if (action === "login") await session.login(user ?? "");
    if (action === "logout") await session.logout();
    res.writeHead(session.userId === undefined ? 401 : 200).end();
  });
  const server = createServer(handle);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const get = (path: string, cookie = ""): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/${path}`, { headers: { cookie } });
  return {
    sessions,
    cache,
    async login(user) {
      const { headers } = await get(`login/${user}`);
      return headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
    },
    logout: async (cookie) => void (await get("logout", cookie)),
    visit: async (cookie) => (await get("", cookie)).status,
    async stop() {
      server.closeAllConnections();
      server.close();
      await sessions.close();
    },
  };
}
