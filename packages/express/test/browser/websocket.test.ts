import { createServer } from "node:https";
import { certificate, type Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { useBrowser } from "./support/browser.js";
import { foreignPage } from "./support/forgery.js";
import { shop, signIn } from "./support/shop.js";
import { site } from "./support/sites.js";

const visitor = useBrowser();

interface Scene {
  readonly url: string;
  /** Of the app, signed in as ada. */
  readonly own: Page;
  readonly foreign: (host: `${string}.test`) => Promise<Page>;
  /** The codes of the errors by which handshakes were refused. */
  readonly refusals: string[];
}

/** An app that greets everybody who opens a WebSocket. */
async function scene(): Promise<Scene> {
  const { app, sessions } = shop();
  const refusals: string[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(certificate, app).on("upgrade", (req, socket, head) => {
    sessions.load(req).then(
      (session) => {
        sockets.handleUpgrade(req, socket, head, (ws) => ws.send(`Hello, ${session?.userId ?? "nobody"}`));
      },
      (error: { code: string; status: number }) => {
        refusals.push(error.code);
        socket.end(`HTTP/1.1 ${error.status} Refused\r\nConnection: close\r\n\r\n`);
      },
    );
  });
  const origin = await site("app.test", server);
  const jar = await visitor();
  const own = await jar.newPage();
  await signIn(own, origin, "ada");
  const foreign = async (host: `${string}.test`): Promise<Page> => {
    const page = await jar.newPage();
    await page.goto(await site(host, foreignPage));
    return page;
  };
  return { url: origin.replace("https", "wss"), own, foreign, refusals };
}

/** What the server says first to a page that connects. */
function greeting(page: Page, url: string): Promise<string> {
  return page.evaluate(
    (to) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(to);
        socket.onmessage = ({ data }) => resolve(String(data));
        socket.onerror = () => resolve("refused");
      }),
    url,
  );
}

describe("a WebSocket", () => {
  it("of the app's own page is the visitor's (X-07, 4.4.3)", async () => {
    const { url, own, refusals } = await scene();
    expect(await greeting(own, url)).toBe("Hello, ada");
    expect(refusals).toEqual([]);
  });

  it("of a sibling host's page comes with the cookie, and is refused (SESS-05, T-14, X-07)", async () => {
    const { url, foreign, refusals } = await scene();
    expect(await greeting(await foreign("sibling.app.test"), url)).toBe("refused");
    expect(refusals).toEqual(["CROSS_ORIGIN"]);
  });

  it("of another site's page is nobody's (SESS-05, T-14)", async () => {
    const { url, foreign } = await scene();
    expect(await greeting(await foreign("evil.test"), url)).not.toBe("Hello, ada");
  });
});
