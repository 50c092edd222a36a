import type { Session } from "@sess/core";
import { type Browser, type TestRequest, World } from "./browser.js";

/** A signed-in browser, and two requests of it that have loaded the session. */
export async function twoRequests(): Promise<{
  world: World;
  browser: Browser;
  slow: TestRequest;
  other: TestRequest;
}> {
  const world = new World();
  const browser = world.browser();
  const data = { kept: 1, a: 0, b: 0, gone1: 0, gone2: 0, gone3: 0 };
  await browser.visit((session) => session.login("alice", { data }));
  world.now += 61_000; // Every request is due to extend the session.
  return { world, browser, slow: await browser.begin(), other: await browser.begin() };
}

/** Runs a handler and the response; resolves with the code of the verb's error. */
export async function attempt(
  request: TestRequest,
  act: (session: Session) => Promise<unknown> | void,
): Promise<unknown> {
  try {
    await act(request.session);
    return undefined;
  } catch (error) {
    return (error as { code: unknown }).code;
  } finally {
    await request.end();
  }
}
