import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Session } from "@sess/core";
import { SOURCES, unread } from "./support/unread.js";

const DATA = { n: 1, cart: ["a"], theme: { dark: true }, none: null };

/** Ways to look at a session that change nothing, and what they show. */
const LOOKS: readonly (readonly [string, (session: Session) => unknown, unknown])[] = [
  ["Object.keys", (session) => Object.keys(session).sort(), ["cart", "n", "none", "theme"]],
  ["Object.entries", (session) => Object.fromEntries(Object.entries(session)), DATA],
  ["for…in", (session) => [...namesOf(session)].sort(), ["cart", "n", "none", "theme"]],
  ["in", (session) => ["cart" in session, "basket" in session], [true, false]],
  [
    "Object.hasOwn",
    (session) => [Object.hasOwn(session, "cart"), Object.hasOwn(session, "basket")],
    [true, false],
  ],
  ["a spread", (session) => ({ ...session }), DATA],
  ["Object.assign", (session) => Object.assign({}, session), DATA],
  ["taking it apart", ({ cart, theme }) => [cart, theme], [DATA.cart, DATA.theme]],
  ["JSON.stringify", (session) => JSON.parse(JSON.stringify(session)), DATA],
  ["structuredClone", (session) => structuredClone({ ...session }), DATA],
  ["structuredClone of itself", (session) => ({ ...structuredClone(session) }), DATA],
  ["get", (session) => session.get("cart"), DATA.cart],
  ["Object.create", (session) => (Object.create(session) as Session)["cart"], DATA.cart],
  ["Reflect.get", (session) => Reflect.get(session, "theme"), DATA.theme],
  ["a second look", (session) => session["cart"] === session["cart"], true],
  ["Object.freeze", (session) => Object.freeze(session)["cart"], DATA.cart],
  ["a second look at a frozen one", (session) => Object.freeze(session)["cart"] === session["cart"], true],
  ["Object.seal", (session) => Object.seal(session)["cart"], DATA.cart],
  ["Object.preventExtensions", (session) => Object.preventExtensions(session)["cart"], DATA.cart],
];

function* namesOf(object: object): Iterable<string> {
  for (const name in object) yield name;
}

describe.each(SOURCES)("fields that nobody has looked at, of a session from %s", (from) => {
  it.each(LOOKS)("are like any others to %s, which is no change", async (_, look, seen) => {
    const { world, session, request } = await unread(from, DATA);
    expect(look(session)).toEqual(seen);
    world.store.calls.length = 0;
    await request.end();
    expect(world.store.calls).toEqual([]);
  });

  it("are shown as values by inspect", async () => {
    const { session, sent } = await unread(from, DATA);
    const shown = inspect(session);
    for (const value of ["cart: [ 'a' ]", "n: 1", "theme: { dark: true }"]) expect(shown).toContain(value);
    expect(shown).not.toContain("Getter");
    expect(inspect(session, { depth: 0 })).toContain("cart: [Array]");
    expect(await sent()).toBeUndefined();
  });

  it("are never missing without a word: what stands for a session is told to ask the session", async () => {
    const { session } = await unread(from, DATA);
    const proxy = new Proxy(session, {});
    expect(proxy["n"]).toBe(1);
    expect(() => proxy["cart"]).toThrow(/ask the session itself/);
    expect(session["cart"]).toEqual(["a"]);
    expect(proxy["cart"]).toEqual(["a"]);
  });
});
