import original from "express-session";
import { describe, expect, it, vi } from "vitest";
import { App, cookieOf, type Handler, OPTIONS, type Subject } from "./fixes/trial.js";
import { data } from "./native/data.js";
import { moves } from "./native/moves.js";
import { served } from "./native/served.js";
import { jsonOf, session, startWorld } from "./native/world.js";

describe("a session with a native cookie, in a process of the drop-in", () => {
  it.each(served)("$name", ({ run }) => run());
});

describe("data of a native session, in a process of the drop-in", () => {
  it.each(data)("$name", ({ run }) => run());
});

describe('nativeTo: "connect"', () => {
  it.each(moves)("$name", ({ run }) => run());

  it("leaves what express-session can go on with", async () => {
    const add: Handler = (req, res) => {
      (req.session["cart"] as string[]).push("milk");
      res.end();
    };
    const { native, dropIn, store, close } = await startWorld({ dropIn: { nativeTo: "connect" } });
    const cookie = cookieOf(await native("/login"));
    const next = cookieOf(await dropIn("/show", cookie));
    const old = await App.start([(original as unknown as Subject)({ ...OPTIONS, store })], { "/add": add });
    await old.get("/add", next);
    expect(jsonOf(await dropIn("/show", `${cookie}; ${next}`))).toEqual({ cart: ["tea", "milk"], old: 1 });
    old.close();
    close();
  });

  it("is one of two words", () => {
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    expect(() => session({ ...OPTIONS, nativeTo: "express" })).toThrow(/nativeTo option must be/);
  });
});
