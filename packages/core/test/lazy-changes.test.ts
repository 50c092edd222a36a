import { describe, expect, it } from "vitest";
import type { Session } from "@sess/core";
import { SOURCES, unread } from "./support/unread.js";

const DATA = { n: 1, cart: ["a"], theme: { dark: true }, none: null };

type Change = readonly [string, (session: Session) => unknown, sent: object, stored: object];

const { cart: _cart, ...withoutCart } = DATA;
const text = (value: unknown): string => JSON.stringify(value);
const set = (set: object): object => ({ set });

/** Changes of fields that nobody has looked at before, and what of them is sent. */
const CHANGES: readonly Change[] = [
  ["an assignment", (s) => (s["cart"] = ["b"]), set({ cart: text(["b"]) }), { ...DATA, cart: ["b"] }],
  ["a deletion", (s) => delete s["cart"], { set: {}, unset: ["cart"] }, withoutCart],
  ["undefined", (s) => (s["cart"] = undefined), { set: {}, unset: ["cart"] }, withoutCart],
  ["set", (s) => s.set("cart", ["b"]), set({ cart: text(["b"]) }), { ...DATA, cart: ["b"] }],
  ["set to undefined", (s) => s.set("cart", undefined), { set: {}, unset: ["cart"] }, withoutCart],
  [
    "a deep change",
    (s) => (s["cart"] as string[]).push("b"),
    set({ cart: text(["a", "b"]) }),
    { ...DATA, cart: ["a", "b"] },
  ],
  [
    "a deep change of a frozen session",
    (s) => (Object.freeze(s)["cart"] as string[]).push("b"),
    set({ cart: text(["a", "b"]) }),
    { ...DATA, cart: ["a", "b"] },
  ],
  [
    "a deep change through Object.create",
    (s) => (((Object.create(s) as Session)["theme"] as { dark: boolean }).dark = false),
    set({ theme: text({ dark: false }) }),
    { ...DATA, theme: { dark: false } },
  ],
  [
    "a deletion, and an assignment after it",
    (s) => (delete s["cart"], (s["cart"] = ["b"])),
    set({ cart: text(["b"]) }),
    { ...DATA, cart: ["b"] },
  ],
  [
    "Object.assign",
    (s) => Object.assign(s, { cart: ["b"], more: 1 }),
    set({ cart: text(["b"]), more: "1" }),
    { ...DATA, cart: ["b"], more: 1 },
  ],
  [
    "Object.defineProperty",
    (s) => Object.defineProperty(s, "cart", { value: ["b"] }),
    set({ cart: text(["b"]) }),
    { ...DATA, cart: ["b"] },
  ],
  [
    "a getter of the app's, which looks at another field",
    (s) => Object.defineProperty(s, "size", { get: () => (s["cart"] as string[]).length, enumerable: true }),
    set({ size: "1" }),
    { ...DATA, size: 1 },
  ],
  [
    "a plain value in the place of an object, and the reverse",
    (s) => Object.assign(s, { cart: 0, n: [1] }),
    set({ cart: "0", n: "[1]" }),
    { ...DATA, cart: 0, n: [1] },
  ],
  ["another field", (s) => (s["more"] = 1), set({ more: "1" }), { ...DATA, more: 1 }],
];

describe.each(SOURCES)("changes of fields that nobody has looked at, of a session from %s", (from) => {
  it.each(CHANGES)("%s is saved, and nothing else is sent", async (_, change, patch, data) => {
    const { session, sent, stored } = await unread(from, DATA);
    change(session);
    expect(await sent()).toEqual(expect.objectContaining({ unset: [], ...patch }));
    expect(await stored()).toEqual(data);
  });

  it.each([
    ["what it is", (session: Session) => (session["cart"] = ["a"])],
    ["itself", (session: Session) => (session["cart"] = session.get("cart"))],
    [
      "what it is, after a deletion",
      (session: Session) => (delete session["cart"], (session["cart"] = ["a"])),
    ],
  ])("an assignment of %s is no change", async (_, assign) => {
    const { session, sent } = await unread(from, DATA);
    assign(session);
    expect(await sent()).toBeUndefined();
  });

  it("an assignment to what was made by Object.create is not the session's", async () => {
    const { session, sent } = await unread(from, DATA);
    const child = Object.create(session) as Session;
    child["cart"] = ["b"];
    expect([child["cart"], session["cart"]]).toEqual([["b"], ["a"]]);
    expect(await sent()).toBeUndefined();
  });

  it("another object in the place of the data takes the place of all of them", async () => {
    const { request, stored } = await unread(from, DATA);
    request.handle.session = { n: 2, theme: { dark: true } };
    expect({ ...request.session }).toEqual({ n: 2, theme: { dark: true } });
    expect(await stored()).toEqual({ n: 2, theme: { dark: true } });
  });
});
