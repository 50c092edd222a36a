import fc from "fast-check";

/** Our cookie, over TLS and with the default name. */
export const NAME = "__Host-Http-sid";

/** Everything that some server has once taken for a blank, and that is none (V-11). */
export const ODD_BLANKS: readonly string[] = [
  "\u00a0",
  "\u1680",
  "\u2000",
  "\u200b",
  "\u2028",
  "\u202f",
  "\u3000",
  "\u0085",
  "\ufeff",
  "\u000b",
  "\u000c",
  "\r",
  "\n",
  "\u0000",
  "\u001f",
  "\u007f",
  "\u00c2\u00a0",
  "\u00e2\u0080\u0080",
  "\u00ef\u00bb\u00bf",
];

const blanks = fc.string({ unit: fc.constantFrom(" ", "\t"), maxLength: 3 });
const oddities = fc.string({
  unit: fc.constantFrom(...ODD_BLANKS, '"', "\\", "$", "%", ",", "=", "\u{1f36a}", "\ud800"),
  maxLength: 3,
});

/** Our name, and what looks like it. */
export const names: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(NAME) },
  fc.mixedCase(fc.constant(NAME)),
  fc.constantFrom(
    "sid",
    "__Host-sid",
    "__Secure-sid",
    "__Http-sid",
    "__Host_Http_sid",
    "__Host-Http-sid[]",
    "__Host-Http-si",
    "__Host-Http-sidx",
    "$Version",
    "$Path",
    "%5F%5FHost-Http-sid",
    "__Host%2DHttp-sid",
    "\uff3f\uff3fHost-Http-sid",
    "__Host-Http-\uff53id",
    "__Ho\u017ft-Http-sid",
    "__Host\u2010Http-sid",
    "",
    "__proto__",
  ),
  fc.tuple(oddities, fc.constant(NAME), oddities).map((parts) => parts.join("")),
);

export const values: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "x",
    "y",
    "z",
    "",
    "v w",
    "%78",
    '"x"',
    '"x',
    'x"',
    "=",
    "==",
    `${NAME}=x`,
    "\u00e9",
    "a,b",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.tuple(oddities, fc.constantFrom("x", "y"), oddities).map((parts) => parts.join("")),
);

export const pieces: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(blanks, names, blanks, fc.constant("="), blanks, values, blanks) },
    { weight: 2, arbitrary: fc.tuple(blanks, names, fc.constant("="), values) },
    fc.tuple(blanks, names, blanks),
    fc.tuple(fc.constant("="), names, fc.constant("="), values),
    fc.tuple(oddities),
  )
  .map((parts) => parts.join(""));

export const separators: fc.Arbitrary<string> = fc.constantFrom(
  ";",
  "; ",
  ";\t",
  " ; ",
  ";;",
  "; ; ",
  ",",
  ", ",
  "&",
  "\u037e",
  "\uff1b",
);
export const headers: fc.Arbitrary<string> = fc
  .array(fc.tuple(pieces, separators), { maxLength: 12 })
  .map((parts) => parts.flat().join(""));
