import type { OldRecord, OldSession } from "@sess/core";
import { describe, expect, it } from "vitest";
import { ImportWorld } from "./support/import-world.js";

const DAY_MS = 86_400_000;

/** When the one marker ends, from now on. */
function markedMs({ store, now }: ImportWorld): number {
  const [marker, ...others] = [...store.records.values()].filter(({ fields }) => "nonce" in fields);
  expect(others).toEqual([]);
  return (marker?.expiresAt ?? NaN) - now;
}

describe("that an old session is over is kept in mind (T-10)", () => {
  it.each([
    ["until the migration's end", 1, 30],
    ["until its own, when that is later: `until` may be moved", 40, 40],
    ["for 400 days, where nothing tells when it ends", Infinity, 400],
  ])("%s", async (_name, days, keptDays) => {
    const imported = new ImportWorld();
    const old = (world: ImportWorld): string =>
      world.old.begin("a", { user: "alice" }, world.now + days * DAY_MS);
    await imported.ask(old(imported));
    expect(markedMs(imported)).toBe(keptDays * DAY_MS);

    const ended = new ImportWorld({}, { userId: () => "" });
    const request = await ended.browser().begin(old(ended));
    await request.session.logout();
    await request.end();
    expect(markedMs(ended)).toBe(keptDays * DAY_MS);
  });

  it("for as long as may be, where its store cannot tell", async () => {
    const world = new ImportWorld({ allowPlainHttp: false });
    const request = await world.browser(false).begin(world.alice());
    world.old.around = () => Promise.reject(new Error("old store down"));
    await request.session.logout();
    expect(markedMs(world)).toBe(400 * DAY_MS);
  });

  it("a migration may last as long as that", () => {
    const until = new Date(Date.UTC(2026, 0, 1) + 400 * DAY_MS);
    expect(() => new ImportWorld({}, { until })).not.toThrow();
  });
});

it("what leads on from a marker is the cookie's secret: which session it was is not enough (7.2.1)", async () => {
  const record: OldRecord = { data: { user: "alice" }, expiresAt: Infinity };
  const find = (secret: string): OldSession[] => [
    {
      id: "1",
      secret,
      dropCookie: [],
      load: () => Promise.resolve(record),
      end: () => Promise.resolve(true),
    },
  ];
  const world = new ImportWorld({}, { find });
  expect(await world.userOf("old=right")).toBe("alice");
  expect(await world.userOf("old=guessed")).toBeUndefined();
  expect(await world.userOf("old=right")).toBe("alice");
});
