import type { Session } from "@sess/core";
import { printable } from "../src/printable.js";
import { describe, expect, it } from "vitest";
import { type Browser, type TestRequest, World } from "./support/browser.js";

/** Halves of characters. Written as UTF-8, each becomes the same replacement character, and the keys become one. */
const KEYS = ["\ud800", "\udfff", "a\ud83c", "\udf6ab", "\udf6a\ud83c", "$\ud800"];

type Put = (session: Session, key: string, request: TestRequest) => unknown;

const WAYS: readonly [way: string, put: Put][] = [
  ["assignment", (session, key) => void (session[key] = 1)],
  ["set()", (session, key) => session.set(key, 1)],
  ["login data", (session, key) => session.login("alice", { data: { [key]: 1 } })],
  ["the draft of update()", (session, key) => session.update((draft) => void (draft[key] = 1))],
  ["a new object", (_, key, request) => void (request.handle.session = { [key]: 1 })],
  [
    "assignment before login",
    (session, key) => ((session[key] = 1), session.login("alice", { keep: [key] })),
  ],
  ["assignment before save", (session, key) => ((session[key] = 1), session.save())],
  ["assignment before rotate", (session, key) => ((session[key] = 1), session.rotate())],
  ["assignment before update", (session, key) => ((session[key] = 1), session.update(() => undefined))],
];

describe("data keys that UTF-8 cannot write (V-22)", () => {
  const table = WAYS.flatMap(([way, put]) =>
    KEYS.map((key) => ({ way, put, key, name: JSON.stringify(key) })),
  );

  it.each(table)("$name by $way is dropped with one event, and the session goes on", async ({ put, key }) => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["\ufffd"] = "kept"));
    await browser.visit(async (session, request) => {
      await put(session, key, request);
      request.session["more"] = 1;
    });
    const refused = world.events.filter(({ type }) => type === "key_refused");
    expect(refused).toEqual([{ type: "key_refused", id: expect.any(String) as string, key: printable(key) }]);
    expect(fieldsOf(world)).toContain("more");
    expect(fieldsOf(world)).not.toContain(key);
    expect(await browser.visit((session) => session["more"])).toBe(1);
  });

  it("alone begin no session", async () => {
    const world = new World();
    const request = await world.browser().begin();
    request.session["\ud800"] = 1;
    await request.end();
    expect(Object.keys(request.session)).toEqual([]);
    expect(world.store.calls).toEqual([]);
    expect(request.setCookies).toEqual([]);
  });

  it("are left alone where a store has them, and not shown: not to the app, and not to an upgrade", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    const [[id, record] = []] = [...world.store.records];
    if (id === undefined || record === undefined) throw new Error("no record");
    world.store.records.set(id, { ...record, fields: { ...record.fields, "\ud800": "1" } });
    await browser.visit((session) => {
      expect({ ...session }).toEqual({ a: 1 });
      session["b"] = 2;
    });
    expect((await loadedBy(world, browser))?.data).toEqual({ a: 1, b: 2 });
    expect(fieldsOf(world)).toContain("\ud800");
    expect(world.typesOfEvents()).toEqual(["created"]);
  });

  it("whole characters and their names are data like any other", async () => {
    const browser = new World().browser();
    const data = { "\u{1f36a}": 1, "\ufffd": 2, "\uffff": 3 };
    await browser.visit((session) => void Object.assign(session, data));
    expect(await browser.visit((session) => ({ ...session }))).toEqual(data);
  });

  it("inside a value are text, which JSON escapes", async () => {
    const world = new World();
    const browser = world.browser();
    const value = { "\ud800": "\udfff", "\udfff": ["\ud83c"] };
    await browser.visit((session) => void (session["a"] = value));
    expect(await browser.visit((session) => session["a"])).toEqual(value);
    const [record] = [...world.store.records.values()];
    expect(record?.fields["a"]).toMatch(/^[ -~]+$/);
  });
});

function fieldsOf(world: World): string[] {
  return [...world.store.records.values()].flatMap(({ fields }) => Object.keys(fields));
}

function loadedBy(world: World, { cookie }: Browser): ReturnType<World["sessions"]["load"]> {
  const headers = { cookie, origin: "https://localhost", host: "localhost" };
  return world.sessions.load({ method: "GET", headers });
}
