import { NAME, ODD_BLANKS } from "./hostile-cookies.js";

const KIB_16 = 16_384;

/** A header made with a live token, and the events that it leads to. */
type Row = [what: string, header: (token: string) => string, events?: readonly string[]];

const MALFORMED = ["cookie_refused malformed"];
const TOO_MANY = ["cookie_refused too_many"];

function flood(unit: string): string {
  return unit.repeat(Math.ceil(KIB_16 / unit.length));
}

/** Names that are not ours: nothing happens at all. */
const NAMES: readonly Row[] = [
  "__host-http-sid",
  "__Host-HTTP-sid",
  "__HOST-Http-sid",
  "__Host-Http-Sid",
  "__Host-Http--sid",
  "__Host-Http-sid-",
  "__Host-Http-sid.",
  "__Host-Http-sid\\",
  "__Host-Http-sid:",
  "__Host-Http-sid%20",
  "__Host-Http-sid%00",
  "__Host%2DHttp%2Dsid",
  "__Host-Http-sid\u0000",
  "__Host-Http-sid\u200b",
  "__Host-Http-\u0455id",
  "__Host-Http-s\u0131d",
  "__Ho\u017ft-Http-sid",
  "__Host\u2010Http\u2010sid",
  "__Host\u00adHttp-sid",
  "\uff3f\uff3fHost-Http-sid",
  "__\uff28\uff4f\uff53\uff54-Http-sid",
  "__Host-Http-\uff53\uff49\uff44",
  "__Host-Http-sid\u0301",
  "Host-Http-sid",
  "_Host-Http-sid",
  "___Host-Http-sid",
  "__Host-Http",
  "__Http-Host-sid",
  "__Host-__Http-sid",
  "__Host-Http-__Host-Http-sid",
  "Cookie: __Host-Http-sid",
  "$__Host-Http-sid",
  "'__Host-Http-sid'",
  "(__Host-Http-sid)",
  "{__Host-Http-sid}",
].map((name) => [`the name ${JSON.stringify(name)} (C-09, V-13, V-15)`, (token) => `${name}=${token}`]);

const BLANKS: readonly Row[] = ODD_BLANKS.flatMap((blank): Row[] => {
  const what = JSON.stringify(blank);
  return [
    [`${what} before the name (V-11)`, (token) => `a=1; ${blank}${NAME}=${token}`],
    [`${what} behind the name (V-11)`, (token) => `a=1; ${NAME}${blank}=${token}`],
    [`${what} in the place of a semicolon`, (token) => `a=1${blank}${NAME}=${token}`],
    [`${what} before the value (V-11)`, (token) => `${NAME}=${blank}${token}`, MALFORMED],
    [`${what} behind the value (V-11)`, (token) => `${NAME}=${token}${blank}; a=1`, MALFORMED],
  ];
});

const PIECES: readonly Row[] = [
  ["an empty header", () => ""],
  ["a name alone (C-14)", () => NAME],
  ["a nameless cookie whose value looks like ours (V-12)", (token) => `=${NAME}=${token}`],
  ["a nameless cookie behind blanks", (token) => ` \t=\t${NAME}=${token}`],
  ["a sandwich around another name (V-14)", (token) => `$Version=1; a="${NAME}=${token}"; b="`],
  ["our cookie in a $Path of RFC 2109", (token) => `$Version=1; a=1; $Path="/, ${NAME}=${token}"`],
  ["an array of a query", (token) => `${NAME}[0]=${token}&${NAME}[1]=${token}`],
];

const VALUES: readonly Row[] = (
  [
    ["43 characters (V-31)", (token) => token.slice(1)],
    ["45 characters", (token) => `${token}A`],
    ["88: two tokens", (token) => token + token],
    ["padding in its place", (token) => `${token.slice(0, 43)}=`],
    ["more padding", (token) => `${token}==`],
    ["+ and / for - and _", (token) => `${token.slice(0, 42)}+/`],
    ["a plus for a blank", (token) => `+${token.slice(1)}`],
    [
      "percent-encoding of its first character",
      (token) => `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
    ],
    ["percent-encoding of 44 characters", (token) => `%2D${token.slice(3)}`],
    ["quotes (V-14)", (token) => `"${token}"`],
    ["one quote", (token) => `"${token}`],
    ["single quotes", (token) => `'${token}'`],
    ["a signed value of express", (token) => `s:${token}.${"A".repeat(43)}`],
    ["a JSON cookie of express (V-19)", () => 'j:{"$gt":""}'],
    ["NUL inside", (token) => `${token.slice(0, 20)}\u0000${token.slice(21)}`],
    ["a line feed inside", (token) => `${token.slice(0, 20)}\n${token.slice(21)}`],
    ["a blank inside", (token) => `${token.slice(0, 20)} ${token.slice(21)}`],
    ["a full-width letter", (token) => `${token.slice(0, 43)}\uff21`],
    ["a letter with an accent", (token) => `${token.slice(0, 43)}\u00e9`],
    ["half a character", (token) => `${token.slice(0, 43)}\ud83c`],
    ["a whole one", (token) => `${token.slice(0, 42)}\u{1f36a}`],
    ["Redis (V-19)", () => "*1\r\n$8\r\nFLUSHALL\r\n".padEnd(44, "A")],
    ["a name of Object.prototype", () => "__proto__"],
    ["the same of 44 characters", () => `__proto__${".".repeat(35)}`],
    ["16 KiB of A", () => flood("A")],
    ["16 KiB of quotes", () => flood('"')],
    ["16 KiB of dots", () => flood(".")],
  ] satisfies readonly (readonly [string, (token: string) => string])[]
).map(([what, value]) => [`for a value ${what}`, (token) => `a=1; ${NAME}=${value(token)}; b=2`, MALFORMED]);

const MANY: readonly Row[] = [
  ["the same bad value twice", () => `${NAME}=x; ${NAME}=x`, MALFORMED],
  ["two bad values", () => `${NAME}=x; ${NAME}=y`, [...MALFORMED, ...MALFORMED]],
  ["four bad values", () => "wxyz".replace(/./g, `${NAME}=$&; `), Array<string>(4).fill(MALFORMED[0]!)],
  ["five bad values (C-13)", () => "vwxyz".replace(/./g, `${NAME}=$&; `), TOO_MANY],
  [
    "four bad values and the good one",
    (token) => "wxyz".replace(/./g, `${NAME}=$&; `) + `${NAME}=${token}`,
    TOO_MANY,
  ],
  [
    "the good one and four bad values",
    (token) => `${NAME}=${token}; ` + "wxyz".replace(/./g, `${NAME}=$&; `),
    TOO_MANY,
  ],
  ["five well-formed values", () => "vwxyz".replace(/./g, (one) => `${NAME}=${one.repeat(44)}; `), TOO_MANY],
  ["16 KiB of semicolons (V-17)", () => flood(";")],
  ["16 KiB of blanks", () => flood(" \t")],
  ["16 KiB of a=b;", () => flood("a=b;")],
  ["16 KiB of equals signs", () => flood("=")],
  ["16 KiB of our name in one piece", () => flood(`${NAME} `)],
  ["16 KiB of our name and one bad value", () => flood(`${NAME}=x; `), MALFORMED],
  ["16 KiB of our name and no value", () => flood(`${NAME}=;`), MALFORMED],
  ["16 KiB of names that end as ours", () => flood(`x${NAME}=x;`)],
  [
    "16 KiB of our name and different values",
    (token) => Array.from({ length: 600 }, (_, nth) => `${NAME}=${nth}`).join("; ") + `; ${NAME}=${token}`,
    TOO_MANY,
  ],
];

/** What comes over the network under our name, or nearly so, and is no cookie of ours. */
export const HOSTILE_HEADERS: readonly Row[] = [...NAMES, ...BLANKS, ...PIECES, ...VALUES, ...MANY];
