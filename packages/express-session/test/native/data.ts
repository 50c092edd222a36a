import assert from "node:assert/strict";
import { cookieOf, type Handler } from "../fixes/trial.js";
import { type Case, inWorld, jsonOf } from "./world.js";

/** What apps put into sessions, and JSON makes something else of. */
const odd: Handler = (req, res) => {
  Object.assign(req.session, {
    date: new Date(0),
    nothing: undefined,
    notANumber: NaN,
    infinite: -Infinity,
    call: () => 1,
    list: [undefined, () => 1, new Date(0)],
    map: new Map([[1, 2]]),
    bytes: Buffer.from("a"),
    own: { toJSON: () => ({ said: "so" }) },
    made: new (class Cart {
      items = 1;
      #secret = 2;
      get total() {
        return this.items + this.#secret;
      }
    })(),
  });
  res.end();
};

const NAMES = [
  "userId",
  "login",
  "isNew",
  "expiresAt",
  "update",
  "get",
  "connectSid",
  "connect:userId",
  "connect:a",
];
/** Names that core has for itself, and some that look like what becomes of them. */
const named: Handler = (req, res) => {
  for (const name of NAMES) req.session[name] = `the app's ${name}`;
  res.end();
};

const unset: Handler = (req, res) => {
  for (const name of NAMES) delete req.session[name];
  res.end();
};

/** Data of a native session, in a process of the drop-in. */
export const data: readonly Case[] = [
  ...(
    [
      ["go through JSON, as in express-session", odd],
      ["may have any name that they may have there", named],
    ] as const
  ).map(([name, put]) =>
    inWorld(
      name,
      { routes: { "/put": put, "/unset": unset }, native: { "/empty": (native) => native.save() } },
      async ({ native, dropIn }) => {
        const connect = cookieOf(await dropIn("/put"));
        const cookie = cookieOf(await native("/empty"));
        assert.match(cookie, /^sid=/);
        assert.deepEqual((await dropIn("/put", cookie)).setCookie, []);
        const shown = jsonOf(await dropIn("/show", connect)) as object;
        assert.ok(Object.keys(shown).length > 5);
        assert.deepEqual(jsonOf(await dropIn("/show", cookie)), shown);
        await dropIn("/unset", cookie);
        await dropIn("/unset", connect);
        const left = jsonOf(await dropIn("/show", connect));
        assert.deepEqual(jsonOf(await dropIn("/show", cookie)), left);
      },
    ),
  ),
  inWorld(
    "are not what says who is signed in",
    {
      routes: {
        "/claim": (req, res) => {
          req.session["userId"] = "admin";
          res.end();
        },
      },
    },
    async ({ native, dropIn }) => {
      const cookie = cookieOf(await native("/login"));
      await dropIn("/claim", cookie);
      const { user } = jsonOf(await native("/show", cookie)) as { user: string };
      assert.equal(user, "ann");
    },
  ),
  inWorld(
    "of the name cookie are no attributes of a cookie, and stay",
    { native: { "/consent": (native) => void (native["cookie"] = "accepted") } },
    async ({ native, dropIn }) => {
      const cookie = cookieOf(await native("/login"));
      await native("/consent", cookie);
      assert.equal((await dropIn("/add", cookie)).status, 200);
      const { cookie: kept } = jsonOf(await native("/show", cookie)) as { cookie: string };
      assert.equal(kept, "accepted");
    },
  ),
  inWorld(
    "are only changed where the app has changed them",
    { native: { "/many": (native) => void Object.assign(native, { "connect:x": 1, "connect:userId": 2 }) } },
    async ({ native, dropIn }) => {
      const cookie = cookieOf(await native("/login"));
      await native("/many", cookie);
      const before = jsonOf(await native("/show", cookie)) as object;
      await dropIn("/add", cookie);
      const after = { ...before, cart: ["tea", "milk"], theme: "dark" };
      Reflect.deleteProperty(after, "old");
      assert.deepEqual(jsonOf(await native("/show", cookie)), after);
    },
  ),
];
