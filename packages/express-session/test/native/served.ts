import assert from "node:assert/strict";
import type { Gate } from "@sess/conformance";
import { cookieOf, moment, type Handler } from "../fixes/trial.js";
import { type Case, inWorld, jsonOf } from "./world.js";

const twice =
  (verb: "destroy" | "regenerate"): Handler =>
  (req, res) => {
    const { session } = req;
    session[verb](() => session[verb](() => res.end("done")));
  };

/** A request with a native cookie, in a process of the drop-in. */
export const served: readonly Case[] = [
  inWorld("is served out of the native record, and changes it", {}, async ({ native, dropIn, store }) => {
    const cookie = cookieOf(await native("/login"));
    assert.deepEqual(jsonOf(await dropIn("/show", cookie)), { cart: ["tea"], old: 1 });
    const { setCookie } = await dropIn("/add", cookie);
    assert.deepEqual(setCookie, []);
    assert.deepEqual(jsonOf(await native("/show", cookie)), {
      user: "ann",
      cart: ["tea", "milk"],
      theme: "dark",
    });
    assert.deepEqual(Object.keys(store.sessions), []);
  }),
  inWorld(
    "is saved as often as the app asks for it",
    {
      routes: {
        "/add-twice": async (req, res) => {
          req.session["a"] = 1;
          await (req.session.save() as PromiseLike<void>);
          req.session["b"] = 2;
          res.end();
        },
      },
    },
    async ({ native, dropIn }) => {
      const cookie = cookieOf(await native("/login"));
      await dropIn("/add-twice", cookie);
      const data = { user: "ann", cart: ["tea"], old: 1, a: 1, b: 2 };
      assert.deepEqual(jsonOf(await native("/show", cookie)), data);
    },
  ),
  inWorld("has the public handle for an id, and the same one each time", {}, async ({ native, dropIn }) => {
    const cookie = cookieOf(await native("/login"));
    const { text } = await dropIn("/id", cookie);
    assert.match(text, /^[\w-]{22}$/);
    assert.equal((await dropIn("/id", cookie)).text, text);
    assert.ok(!cookie.includes(text));
  }),
  inWorld(
    "loses no field that a native process writes meanwhile, and brings nothing back that one has ended",
    { dropIn: { resave: true } },
    async (world) => {
      const cookie = cookieOf(await world.native("/login"));
      for (const [meanwhile, after] of [
        ["/write", { user: "ann", cart: ["tea"], old: 1, native: true, late: 1 }],
        ["/logout", {}],
      ] as const) {
        world.slow = { loaded: moment(), go: moment() };
        const slow = world.dropIn("/slow", cookie);
        await world.slow.loaded.come;
        await world.native(meanwhile, cookie);
        world.slow.go.tell();
        assert.equal((await slow).status, 200);
        assert.deepEqual(jsonOf(await world.native("/show", cookie)), after);
      }
    },
  ),
  inWorld("ends by destroy, and its cookie is cleared", {}, async ({ native, dropIn, sessions }) => {
    const cookie = cookieOf(await native("/login"));
    const { setCookie } = await dropIn("/logout", cookie);
    assert.equal(setCookie.length, 1);
    assert.match(setCookie[0] ?? "", /^sid=;.*Max-Age=0/);
    assert.deepEqual(await sessions.list("ann"), []);
    assert.deepEqual(jsonOf(await native("/show", cookie)), {});
  }),
  inWorld(
    "ends by regenerate, and goes on with a session of the drop-in's",
    {},
    async ({ native, dropIn, sessions }) => {
      const cookie = cookieOf(await native("/login"));
      const answer = await dropIn("/anew", cookie);
      assert.deepEqual(
        answer.setCookie.map((line) => line.slice(0, 5)),
        ["sid=;", "conne"],
      );
      assert.deepEqual(await sessions.list("ann"), []);
      const begun = cookieOf({ ...answer, setCookie: answer.setCookie.slice(1) });
      assert.deepEqual(jsonOf(await dropIn("/show", begun)), { fresh: true });
    },
  ),
  ...(["destroy", "regenerate"] as const).map((verb) =>
    inWorld(
      `may be asked twice to ${verb}, and no native session begins`,
      { routes: { "/twice": twice(verb) } },
      async ({ native, dropIn, sessions, events }) => {
        const cookie = cookieOf(await native("/login"));
        events.length = 0;
        const { text, setCookie } = await dropIn("/twice", cookie);
        assert.equal(text, "done");
        assert.ok(!setCookie.some((line) => /^sid=[^;]/.test(line)));
        assert.deepEqual(await sessions.list("ann"), []);
        assert.deepEqual(events, ["ended"]);
      },
    ),
  ),
  inWorld(
    "is not begun again by what is saved while it is ended",
    {
      routes: {
        "/save": async (req, res) => {
          const { session } = req;
          const ending = session.destroy() as PromiseLike<void>;
          await stop.reached;
          session["late"] = 1;
          const saving = Promise.resolve(session.save() as PromiseLike<void>).catch(() => "refused");
          stop.release();
          await ending;
          res.end(String(await saving));
        },
      },
    },
    async ({ native, dropIn, records, events }) => {
      const cookie = cookieOf(await native("/login"));
      events.length = 0;
      stop = records.pauseNext("delete");
      assert.equal((await dropIn("/save", cookie)).text, "refused");
      assert.deepEqual(events, ["ended"]);
    },
  ),
  inWorld("is read again by reload", {}, async (world) => {
    const cookie = cookieOf(await world.native("/login"));
    const slow = world.dropIn("/slow-reload", cookie);
    await world.slow.loaded.come;
    await world.native("/write", cookie);
    world.slow.go.tell();
    assert.deepEqual(jsonOf(await slow), { cart: ["tea"], old: 1, native: true });
  }),
  inWorld("counts before an older cookie of the drop-in's", {}, async ({ native, dropIn }) => {
    const older = cookieOf(await dropIn("/anew"));
    const cookie = cookieOf(await native("/login"));
    assert.deepEqual(jsonOf(await dropIn("/show", `${older}; ${cookie}`)), { cart: ["tea"], old: 1 });
    const unknown = `${older}; sid=${"A".repeat(44)}`;
    assert.deepEqual(jsonOf(await dropIn("/show", unknown)), { fresh: true });
  }),
];

let stop: Gate;
