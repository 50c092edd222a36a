import {
  createSessions,
  type LoginOptions,
  type RequestSession,
  type Session,
  type SessionEvent,
  type Sessions,
} from "@sess/core";
import { expectTypeOf } from "vitest";
import { MapStore } from "./support/map-store.js";

// Compiled, not run: what an app may write, and what the compiler must refuse.

interface Data {
  cart?: string[];
  theme?: "light" | "dark";
  visits: number;
}

const store = new MapStore();
const sessions = createSessions<Data>({ store });
const session = sessions.from({});

expectTypeOf(sessions).toEqualTypeOf<Sessions<Data>>();
expectTypeOf(session).toEqualTypeOf<Session<Data>>();
expectTypeOf(session.cart).toEqualTypeOf<string[] | undefined>();
expectTypeOf(session.theme).toEqualTypeOf<"light" | "dark" | undefined>();
/** Required or not in the type: any field can be missing from a session. */
expectTypeOf(session.visits).toEqualTypeOf<number | undefined>();
expectTypeOf(session.userId).toEqualTypeOf<string | undefined>();
expectTypeOf(session.expiresAt).toEqualTypeOf<Date>();

(session.cart ??= []).push("sku");
session.visits = undefined;
delete session.theme;
// @ts-expect-error the wrong type of a field
session.theme = "blue";
// @ts-expect-error a field that is not declared
session.basket = [];
// @ts-expect-error only login sets the user
session.userId = "admin";
// @ts-expect-error the handle is read-only
session.id = "x";

// Without a type the data are unknown, and the verbs are still typed.
const loose = createSessions({ store });
expectTypeOf(loose.from({})["anything"]).toBeUnknown();
expectTypeOf(loose.from({}).save).toEqualTypeOf<Session["save"]>();

// Keys that are verbs do not compile.
// @ts-expect-error "login" is a verb
createSessions<{ login: string }>({ store });
// @ts-expect-error "id" is a fact
createSessions<{ id: string; cart: string[] }>({ store });
// @ts-expect-error an optional one, too
createSessions<{ userId?: string }>({ store });
interface WithToString {
  touch: boolean;
}
// @ts-expect-error from an interface, too
createSessions<WithToString>({ store });
createSessions<{ logins: number; identity: string; name: string }>({ store });

// Options.
// @ts-expect-error the store is needed
createSessions({});
// @ts-expect-error an unknown option
createSessions({ store, ttl: 5 });
// @ts-expect-error an unknown preset
createSessions({ store, preset: "low" });
// @ts-expect-error an express-session store is no store
createSessions({ store: { get: () => undefined, set: () => undefined, destroy: () => undefined } });
createSessions({
  store,
  codec: { encode: JSON.stringify, decode: JSON.parse },
  clock: Date,
  onEvent: console.log,
});

// Verbs: a promise without a callback, nothing with one.
expectTypeOf(session.save()).toEqualTypeOf<Promise<void>>();
expectTypeOf(session.save(() => undefined)).toEqualTypeOf<void>();
expectTypeOf(session.login("u")).toEqualTypeOf<Promise<void>>();
expectTypeOf(
  session.login("u", (error) => expectTypeOf(error).toEqualTypeOf<unknown>()),
).toEqualTypeOf<void>();
expectTypeOf(session.login("u", { keep: ["cart"] }, () => undefined)).toEqualTypeOf<void>();
void session.login("u", { keep: ["cart", "visits"], data: { theme: "dark" } });
// @ts-expect-error keep names fields of the data
void session.login("u", { keep: ["basket"] });
// @ts-expect-error data has the types of the fields
void session.login("u", { data: { theme: "blue" } });
// @ts-expect-error an unknown option of login
void session.login("u", { remember: true });
// @ts-expect-error a user id is a text
void session.login(7);

// The form that returns a promise stands last: it is the one that the compiler explains, and that ReturnType sees.
expectTypeOf<ReturnType<Session["login"]>>().toEqualTypeOf<Promise<void>>();
expectTypeOf<Parameters<Session<Data>["login"]>[1]>().toEqualTypeOf<LoginOptions<Data> | undefined>();
expectTypeOf<ReturnType<Session["regenerate"]>>().toEqualTypeOf<Promise<void>>();
expectTypeOf<ReturnType<Session["logout"]>>().toEqualTypeOf<Promise<void>>();
expectTypeOf<ReturnType<Session["requireCsrfToken"]>>().toEqualTypeOf<Promise<void>>();

// update: the function's result, and a draft without verbs.
expectTypeOf(session.update((data) => (data.visits = (data.visits ?? 0) + 1))).toEqualTypeOf<
  Promise<number>
>();
expectTypeOf(session.update(({ cart }) => cart?.length)).toEqualTypeOf<Promise<number | undefined>>();
void session.update((draft) => {
  expectTypeOf(draft).not.toHaveProperty("save");
  expectTypeOf(draft.cart).toEqualTypeOf<string[] | undefined>();
});
expectTypeOf(session.get("theme")).toEqualTypeOf<"light" | "dark" | undefined>();
session.set("theme", undefined);
// @ts-expect-error the wrong type of a field
session.set("theme", 1);
// @ts-expect-error get and set are for data
session.get("save");

// Events narrow by their type.
export function tell(event: SessionEvent): string {
  switch (event.type) {
    case "login":
      expectTypeOf(event.previousId).toEqualTypeOf<string | undefined>();
      return event.userId;
    case "expired":
      expectTypeOf(event.reason).toEqualTypeOf<"idle" | "absolute" | "everybody">();
      return event.id;
    case "cookie_refused":
      expectTypeOf(event.reason).toEqualTypeOf<"malformed" | "forged" | "too_many">();
      // @ts-expect-error a cookie that was refused has no session
      return event.id;
    case "ambiguous_cookie":
      return event.ids.join();
    default:
      return event.type;
  }
}

// What an adapter holds: null ends the session.
export function adapt(request: RequestSession<Data>): void {
  expectTypeOf(request.session).toEqualTypeOf<Session<Data>>();
  request.session = null;
  request.session = { cart: [] };
  expectTypeOf(request.commit()).toEqualTypeOf<Promise<void> | undefined>();
}

// Who is there, how surely, and since when.
expectTypeOf(session.requireLogin()).toEqualTypeOf<string>();
expectTypeOf(session.assuranceLevel).toEqualTypeOf<1 | 2 | 3 | undefined>();
expectTypeOf(session.newCsrfToken()).toEqualTypeOf<Promise<string>>();
expectTypeOf(session.takeFlash("info")).toEqualTypeOf<Promise<readonly string[]>>();
void session.login("alice", {
  level: 2,
  levelSeconds: 60,
  notAfter: new Date(),
  label: undefined,
  keep: ["cart"],
});
// @ts-expect-error there is no such level
void session.login("alice", { level: 4 });
// @ts-expect-error milliseconds or seconds? A Date says which
void session.login("alice", { notAfter: 1_800_000_000 });
// @ts-expect-error seconds, by their full name
session.requireLogin({ maxAge: 300 });

expectTypeOf((await sessions.list("alice"))[0]?.lastSeenAt).toEqualTypeOf<Date | undefined>();
expectTypeOf(sessions.policy().nistLevel).toEqualTypeOf<1 | 2 | 3 | undefined>();
expectTypeOf(sessions.revokeAll()).toEqualTypeOf<Promise<void>>();
sessions.from({}, { touch: false });
createSessions({ store, maxPerUser: false, overLimit: "refuse", anonymous: { idleSeconds: 60 } });
// @ts-expect-error no limit is said by false
createSessions({ store, maxPerUser: null });
// @ts-expect-error one of three modes
createSessions({ store, crossOrigin: { mode: "warn" } });
