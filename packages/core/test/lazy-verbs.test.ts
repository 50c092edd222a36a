import { describe, expect, it } from "vitest";
import { SOURCES, unread } from "./support/unread.js";

const DATA = { n: 1, cart: ["a"], theme: { dark: true } };

describe.each(SOURCES)("verbs, of a session from %s that nobody has looked at", (from) => {
  it.each(["save", "touch", "rotate", "reload"] as const)("%s keeps all fields", async (verb) => {
    const { request, stored } = await unread(from, DATA);
    const { session } = request;
    await session[verb]();
    expect({ ...session }).toEqual(DATA);
    expect(await stored()).toEqual(DATA);
  });

  it("login keeps them, and adds those that it is given", async () => {
    const { request, stored } = await unread(from, DATA);
    await request.session.login("alice", { data: { more: 1 } });
    expect({ ...request.session }).toEqual({ ...DATA, more: 1 });
    expect(await stored()).toEqual({ ...DATA, more: 1 });
  });

  it("rotate and login take along what was assigned without a look", async () => {
    const { request, stored } = await unread(from, DATA);
    const { session } = request;
    session["cart"] = ["b"];
    await session.rotate();
    delete session["theme"];
    await session.login("alice");
    expect({ ...session }).toEqual({ n: 1, cart: ["b"] });
    expect(await stored()).toEqual({ n: 1, cart: ["b"] });
  });

  it("update is given all of them, and shows what it has made of them", async () => {
    const { request, stored } = await unread(from, DATA);
    const { session } = request;
    const result = await session.update((data) => {
      (data["cart"] as string[]).push("b");
      return data["theme"];
    });
    expect(result).toEqual({ dark: true });
    expect({ ...session }).toEqual({ ...DATA, cart: ["a", "b"] });
    expect(await stored()).toEqual({ ...DATA, cart: ["a", "b"] });
  });

  it("update meets what others have changed, and so does the session afterwards", async () => {
    const { request, elsewhere, stored } = await unread(from, DATA);
    await elsewhere({ cart: '["x"]', n: "5" }, ["theme"]);
    const { session } = request;
    await session.update((data) => void (data["n"] = Number(data["n"]) + 1));
    expect({ ...session }).toEqual({ n: 6, cart: ["x"] });
    expect(await stored()).toEqual({ n: 6, cart: ["x"] });
  });

  it("reload shows what others have changed, removed and added", async () => {
    const { request, elsewhere } = await unread(from, DATA);
    await elsewhere({ cart: '["x"]', more: "[1]" }, ["theme"]);
    const { session } = request;
    await session.reload();
    expect({ ...session }).toEqual({ n: 1, cart: ["x"], more: [1] });
  });

  it("reload keeps the object of a field that is as it was", async () => {
    const { request, elsewhere, stored } = await unread(from, DATA);
    const { session } = request;
    const cart = session["cart"] as string[];
    await elsewhere({ n: "2" });
    await session.reload();
    cart.push("b");
    expect(session["cart"]).toBe(cart);
    expect(await stored()).toEqual({ ...DATA, n: 2, cart: ["a", "b"] });
  });

  it("a value that is put back after a reload is saved", async () => {
    const { request, elsewhere, stored } = await unread(from, DATA);
    const { session } = request;
    expect(session["n"]).toBe(1);
    await elsewhere({ n: "2" });
    await session.reload();
    session["n"] = 1;
    expect(await stored()).toEqual(DATA);
  });

  it("regenerate keeps those that are named, and the old object stays readable", async () => {
    const { request, stored } = await unread(from, DATA);
    const { session } = request;
    await session.regenerate(["cart"]);
    expect({ ...request.session }).toEqual({ cart: ["a"] });
    expect(session["theme"]).toEqual({ dark: true });
    expect(await stored()).toEqual({ cart: ["a"] });
  });

  it("after a logout none is left, but what was assigned meanwhile", async () => {
    const { request, stored } = await unread(from, DATA);
    const { session } = request;
    const done = session.logout();
    session["cart"] = ["new"];
    await done;
    expect({ ...session }).toEqual({ cart: ["new"] });
    expect(await stored()).toEqual({ cart: ["new"] });
  });

  it("a save leaves alone what others have written to fields that nobody has looked at here", async () => {
    const { request, elsewhere, stored } = await unread(from, DATA);
    await elsewhere({ cart: '["x"]' }, ["theme"]);
    request.session["n"] = 2;
    expect(await stored()).toEqual({ n: 2, cart: ["x"] });
  });
});
