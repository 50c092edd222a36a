import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TestRequest, World } from "./support/browser.js";
import { runs } from "./support/runs.js";

const NAME = "__Host-Http-sid";
const NOBODY = "A".repeat(44);

/** What a Cookie header leads to: the user, the store's reads, and the events. */
interface Seen {
  readonly user: string | undefined;
  readonly reads: number;
  readonly events: string[];
}

interface Live {
  readonly world: World;
  /** Live tokens of alice and bob. */
  readonly alice: string;
  readonly bob: string;
  see(header: string): Promise<Seen>;
}

async function live(): Promise<Live> {
  const world = new World();
  const tokenOf = async (user: string): Promise<string> => {
    const browser = world.browser();
    await browser.visit((session) => session.login(user));
    return browser.cookie?.split("=")[1] ?? "";
  };
  const [alice, bob] = [await tokenOf("alice"), await tokenOf("bob")];
  const see = async (header: string): Promise<Seen> => {
    world.events.length = 0;
    world.store.calls.length = 0;
    const { session } = await world.browser().begin(header);
    const events = world.events.map((event) =>
      "reason" in event ? `${event.type} ${event.reason}` : event.type,
    );
    return { user: session.userId, reads: world.store.count("read"), events };
  };
  return { world, alice, bob, see };
}

type Row = [what: string, header: (token: string, other: string) => string, seen: Partial<Seen>];

const ALIVE = { user: "alice", reads: 1, events: [] };
const NOTHING = { user: undefined, reads: 0, events: [] };
const MALFORMED = { user: undefined, reads: 0, events: ["cookie_refused malformed"] };

const rows: Row[] = [
  ["the cookie as browsers send it", (t) => `a=1; ${NAME}=${t}; b=2`, ALIVE],
  ["blanks and tabs around it", (t) => `a=1;\t ${NAME}=\t${t} \t;b=2`, ALIVE],
  ["a $Version before it (V-14)", (t) => `$Version=1; ${NAME}=${t}; $Path=/`, ALIVE],
  ["the same cookie twice (C-13)", (t) => `${NAME}=${t}; ${NAME}=${t}`, ALIVE],
  ["the unprefixed twin beside it (V-15)", (t, other) => `sid=${other}; ${NAME}=${t}`, ALIVE],

  [
    "a token that nobody was given (SM-10, SM-20)",
    () => `${NAME}=${NOBODY}`,
    { user: undefined, reads: 1, events: ["unknown_token"] },
  ],
  [
    "a live and a dead one",
    (t) => `${NAME}=${NOBODY}; ${NAME}=${t}`,
    { user: "alice", reads: 2, events: ["unknown_token"] },
  ],
  [
    "a live and a malformed one",
    (t) => `${NAME}=x; ${NAME}=${t}`,
    { user: "alice", reads: 1, events: ["cookie_refused malformed"] },
  ],
  [
    "two live ones (V-16)",
    (t, other) => `${NAME}=${t}; ${NAME}=${other}`,
    { user: undefined, reads: 2, events: ["ambiguous_cookie"] },
  ],
  [
    "two live ones among dead ones",
    (t, o) => `${NAME}=${o}; ${NAME}=${NOBODY}; ${NAME}=${t}`,
    { user: undefined, reads: 3, events: ["unknown_token", "ambiguous_cookie"] },
  ],
  ["four values", (t) => [1, 2, 3, t].map((v) => `${NAME}=${v}`).join("; "), { user: "alice", reads: 1 }],
  [
    "five values",
    (t) => [1, 2, 3, 4, t].map((v) => `${NAME}=${v}`).join("; "),
    { ...NOTHING, events: ["cookie_refused too_many"] },
  ],
  [
    "five live-looking values",
    (t) => ["a", "b", "c", "d", t].map((v) => `${NAME}=${v.padEnd(44, "_")}`).join("; "),
    { ...NOTHING, events: ["cookie_refused too_many"] },
  ],

  ["the unprefixed twin alone", (t) => `sid=${t}`, NOTHING],
  [
    "another prefix",
    (t) => `__Host-sid=${t}; __Secure-sid=${t}; __Http-sid=${t}; Host-Http-sid=${t}`,
    NOTHING,
  ],
  [
    "another case of the prefix (C-09)",
    (t) => `__host-http-sid=${t}; __HOST-HTTP-SID=${t}; __Host-Http-SID=${t}`,
    NOTHING,
  ],
  [
    "a look-alike prefix",
    (t) => `__Host_Http_sid=${t}; __Host.Http-sid=${t}; Host__Http-sid=${t}; _Host-Http-sid=${t}`,
    NOTHING,
  ],
  ["a percent-encoded name (V-13)", (t) => `%5F%5FHost-Http-sid=${t}; __Host%2DHttp-sid=${t}`, NOTHING],
  [
    "a PHP-like name",
    (t) => `__Host-Http-sid[]=${t}; __Host-Http-sid[0]=${t}; ..Host-Http-sid=${t}`,
    NOTHING,
  ],
  ["a blank before the equals sign", (t) => `${NAME} =${t}`, NOTHING],
  ["a nameless cookie (V-12)", (t) => `=${NAME}=${t}; ${NAME}`, NOTHING],
  ["the cookie inside another's value", (t) => `a=${NAME}=${t}; b="; c= ${NAME}=${t}`, NOTHING],
  ["a quoted name", (t) => `"${NAME}"=${t}`, NOTHING],

  ["no value", () => `${NAME}=`, MALFORMED],
  ["a cookie sandwich", (t) => `$Version=1; ${NAME}="${t}; x=y"`, MALFORMED],
  ["a comma behind the value", (t) => `${NAME}=${t}, ${NAME}=${t}`, MALFORMED],
  ["a tag where there are no keys", (t) => `${NAME}=${t}.${"A".repeat(22)}`, MALFORMED],
  ["a path (V-19)", () => `${NAME}=../../../../etc/passwd`, MALFORMED],
  ["a path of the right length", () => `${NAME}=${"../".repeat(15).slice(0, 44)}`, MALFORMED],
  ["a pattern of the right length", () => `${NAME}=${"*".repeat(44)}`, MALFORMED],
];

describe("the request's cookie", () => {
  it.each(rows)("%s", async (_, header, expected) => {
    const { alice, bob, see } = await live();
    expect(await see(header(alice, bob))).toMatchObject(expected);
  });

  it("is refused after any change of one character (7.2.1, SESS-01)", async () => {
    const { alice, see } = await live();
    for (let at = 0; at < alice.length; at++) {
      const other = alice[at] === "A" ? "B" : "A";
      const { user, events } = await see(`${NAME}=${alice.slice(0, at)}${other}${alice.slice(at + 1)}`);
      expect({ user, events }).toEqual({ user: undefined, events: ["unknown_token"] });
    }
  });

  it("reaches the store only within the grammar, and as a hash (SM-11, V-09, T-07, T-20, T-25)", async () => {
    const { world, see } = await live();
    const grammar = /^[A-Za-z0-9_-]{44}$/;
    const character = fc.constantFrom("A", "z", "0", "_", "-", " ", ".", "=", "\u00e9", "%");
    const value = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: character, minLength: 43, maxLength: 45 }),
      fc.string({ unit: fc.constantFrom("A", "b", "9", "-", "_"), minLength: 43, maxLength: 45 }),
    );
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const { user, reads } = await see(`${NAME}=${text}`);
        const sent = text.split(";", 1)[0]?.replace(/^[ \t]+|[ \t]+$/g, "") ?? "";
        expect({ user, reads }).toEqual({ user: undefined, reads: grammar.test(sent) ? 1 : 0 });
        for (const [, key] of world.store.calls) expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
      }),
      runs(500),
    );
  });

  it("is looked up under no fixed id: an id that comes from outside never reaches a record (SM-10, T-02)", async () => {
    const world = new World();
    const browser = world.browser();
    browser.cookie = `${NAME}=${NOBODY}`;
    await browser.visit((session) => void (session["a"] = 1));
    expect(browser.cookie).not.toContain(NOBODY);
    expect((await world.browser().begin(`${NAME}=${NOBODY}`)).session.isNew).toBe(true);
  });

  it("two live ones: nothing is read or ended, and a write begins a third session", async () => {
    const { world, alice, bob } = await live();
    const request = await world.browser().begin(`${NAME}=${alice}; ${NAME}=${bob}`);
    const [event] = world.events.slice(-1);
    expect(event).toMatchObject({ type: "ambiguous_cookie", ids: [expect.any(String), expect.any(String)] });
    expect(request.session.isNew).toBe(true);
    request.session["a"] = 1;
    await request.end();
    expect(world.store.records.size).toBe(3);
    expect(request.setCookies).toHaveLength(1);
  });
});

const EPOCH = "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";

describe("the Set-Cookie line (D-06, 3.3.1 to 3.3.4, SM-01, SM-05 to SM-08, SESS-02, N-12)", () => {
  it.each([
    [{}, "__Host-Http-sid", "; Path=/; Secure; HttpOnly; SameSite=Lax"],
    [{ name: "app" }, "__Host-Http-app", "; Path=/; Secure; HttpOnly; SameSite=Lax"],
    [{ sameSite: "strict" }, "__Host-Http-sid", "; Path=/; Secure; HttpOnly; SameSite=Strict"],
    [{ sameSite: "none" }, "__Host-Http-sid", "; Path=/; Secure; HttpOnly; SameSite=None"],
    [
      { domain: "example.com" },
      "__Secure-sid",
      "; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax",
    ],
    [
      { sameSite: "none", partitioned: true },
      "__Host-Http-sid",
      "; Path=/; Secure; HttpOnly; SameSite=None; Partitioned",
    ],
  ] as const)("%j", async (cookie, name, attributes) => {
    const world = new World({ cookie });
    const browser = world.browser();
    const line = async (act: (request: TestRequest) => Promise<void>): Promise<string[]> => {
      const request = await browser.begin();
      await act(request);
      return (await request.end()).setCookies;
    };
    const [set] = await line(({ session }) => session.login("alice"));
    expect(set?.replace(/=[A-Za-z0-9_-]{44};/, "=TOKEN;")).toBe(`${name}=TOKEN${attributes}`);
    expect(await line(({ session }) => session.logout())).toEqual([`${name}=${attributes}${EPOCH}`]);
  });
});
