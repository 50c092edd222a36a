import { oneOf, type Random, randomOf, seedOfRun } from "@sess/test-random";
import original from "express-session";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import ours from "../src/index.js";
import { side, type SideOptions, type Step } from "./support/side.js";
import type { Answer } from "./support/http.js";

// Random apps and random visitors, on express-session and on ours, each with a store of the same kind: what the client gets and what is
// stored must be the same to the byte. What is different on purpose is named in `withoutFixes`, and tested by itself elsewhere.

const APPS = 150;
const REQUESTS = 8;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterEach(() => vi.useRealTimers());

it(`behaves as express-session does (SESS_SEED=${seedOfRun})`, { timeout: 120_000 }, async () => {
  const random = randomOf(seedOfRun);
  for (let app = 0; app < APPS; app++) {
    vi.setSystemTime(1_800_000_000_000);
    const options = randomOptions(random);
    const both = await Promise.all([side(original, options), side(ours, options)]);
    const history: unknown[] = [options];
    try {
      for (let i = 0; i < REQUESTS; i++) {
        const { path, headers, steps, wait } = randomRequest(random);
        history.push({ path, headers, steps, wait });
        vi.setSystemTime(Date.now() + wait);
        const [theirs, mine] = await Promise.all(both.map((one) => one.run(path, headers, steps)));
        const why = `SESS_SEED=${seedOfRun}\n${history.map((entry) => JSON.stringify(entry)).join("\n")}`;
        expect(withoutFixes(mine), why).toEqual(withoutFixes(theirs));
        expect(both[1].records(), why).toEqual(both[0].records());
      }
    } finally {
      await Promise.all(both.map((one) => one.close()));
    }
  }
});

/** What a client sees. A cookie that is cleared, when its session was ended, is a fix: express-session leaves it. */
function withoutFixes(answer: Answer | undefined): object | undefined {
  if (answer === undefined) return undefined;
  const { status, text, setCookie } = answer;
  return { status, text, setCookie: setCookie.filter((line) => !/^[^=]+=;/.test(line)) };
}

function randomOptions(random: Random): SideOptions {
  const cookie = {
    ...oneOf(
      random,
      {},
      { maxAge: 60_000 },
      { maxAge: 5000 },
      { maxAge: undefined },
      { expires: new Date(1_800_000_900_000) },
    ),
    ...oneOf(random, {}, { secure: true }, { secure: "auto" as const }, { httpOnly: false }),
    ...oneOf(
      random,
      {},
      { path: "/app" },
      { domain: "example.com" },
      { sameSite: "lax" as const },
      { sameSite: true },
    ),
    ...oneOf(
      random,
      {},
      { sameSite: "auto" as unknown as "lax" },
      { partitioned: true, priority: "high" as const },
    ),
  };
  return {
    secret: oneOf<string | string[]>(random, "keyboard cat", ["new secret", "keyboard cat"]),
    resave: oneOf(random, true, false),
    saveUninitialized: oneOf(random, true, false),
    rolling: oneOf(random, true, false),
    withTouch: oneOf(random, true, false),
    proxy: oneOf(random, true, false, undefined),
    unset: oneOf<"keep" | "destroy">(random, "keep", "destroy"),
    ...oneOf(random, {}, { name: "sid" }),
    // Called for each request: what it returns is made anew.
    cookie: oneOf<SideOptions["cookie"]>(random, cookie, () => withoutAuto(cookie)),
  };
}

/** In a function's result, "auto" is one of the fixes. */
function withoutAuto({ secure, sameSite, ...others }: Record<string, unknown>): object {
  return {
    ...others,
    ...(secure === "auto" ? {} : { secure }),
    ...(sameSite === "auto" ? {} : { sameSite }),
  };
}

function randomRequest(random: Random): {
  path: string;
  headers: Record<string, string>;
  steps: Step[];
  wait: number;
} {
  return {
    path: oneOf(random, "/", "/app", "/app/page?x=/", "/other"),
    headers: oneOf<Record<string, string>>(
      random,
      {},
      { "x-forwarded-proto": "https" },
      { "x-forwarded-proto": " HTTPS , http" },
      { cookie: "connect.sid=s%3Aforged.signature; sid=unsigned" },
    ),
    steps: Array.from({ length: random(5) }, () => randomStep(random)),
    wait: oneOf(random, 0, 1, 999, 6000, 70_000),
  };
}

function randomStep(random: Random): Step {
  const name = oneOf(random, "a", "b", "1", "flash", "none");
  const value = oneOf<unknown>(random, 1, "text", null, undefined, { deep: [1] }, new Date(0), false);
  return oneOf<Step>(
    random,
    { do: "set", name: oneOf(random, "a", "b", "1", "flash"), value },
    { do: "set", name: "a", value: random(3) },
    { do: "push", name: oneOf(random, "list", "flash"), value },
    { do: "delete", name },
    { do: "maxAge", value: oneOf(random, 30_000, null) },
    { do: "expires", value: oneOf<null | false | Date>(random, null, false, new Date(1_800_001_000_000)) },
    { do: "touch" },
    { do: "resetMaxAge" },
    { do: "save" },
    { do: "reload" },
    { do: "regenerate" },
    { do: "destroy" },
    { do: "unset" },
    { do: "write" },
  );
}
