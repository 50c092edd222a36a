import { loadSession, webSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { expect, it } from "vitest";
import { visiting } from "@sess/test-fetch";

const upgrade = (headers: Record<string, string>): Request =>
  new Request("http://app.test/socket", { headers: { upgrade: "websocket", ...headers } });

it("loadSession reads the session of an upgrade, and refuses other origins (4.4.2, 4.4.3)", async () => {
  const { sessions } = testSessions();
  const login = webSession(sessions)(async (request) => {
    await sessions.from(request).login("alice", { data: { theme: "dark" } });
    return new Response();
  });
  const alice = visiting(login);
  await alice.ask("/");
  const { cookie } = alice;
  const loaded = await loadSession(sessions, upgrade({ cookie, origin: "http://app.test" }));
  expect([loaded?.userId, loaded?.data.theme]).toEqual(["alice", "dark"]);
  expect(await loadSession(sessions, upgrade({ origin: "http://evil.test" }))).toBeUndefined();
  for (const headers of [{ cookie, origin: "http://evil.test" }, { cookie }])
    await expect(loadSession(sessions, upgrade(headers))).rejects.toMatchObject({ code: "CROSS_ORIGIN" });
  const behindProxy = upgrade({ cookie, origin: "http://shop.test", host: "shop.test" });
  expect((await loadSession(sessions, behindProxy))?.userId).toBe("alice");
});

it("the wrapper refuses an upgrade of another origin before the handler (4.4.2)", async () => {
  const { sessions } = testSessions();
  const fetch = webSession(sessions)(() => new Response("upgraded"));
  const evil = upgrade({ origin: "http://evil.test", "sec-fetch-site": "cross-site" });
  expect((await fetch(evil)).status).toBe(403);
  expect((await fetch(upgrade({ origin: "http://app.test" }))).status).toBe(200);
});
