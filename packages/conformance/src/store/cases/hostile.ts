import { fieldsOf, hasFields, isGone, same } from "../check.js";
import type { Scenario } from "../trial.js";

/** Names that mean something to a language, a protocol or a careless store, but nothing here. */
const NAMES: readonly string[] = [
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "then",
    "toJSON",
    "length",
  ],
  ...[
    "",
    " ",
    "a b",
    "\n",
    "\r\n",
    "a\0b",
    "\0",
    "\t",
    '"',
    "'",
    "\\",
    "{}",
    "[]",
    "null",
    "undefined",
    "*",
    "%s",
  ],
  ...["0", "1", "-1", "1.5", "1e3", "NaN", "4294967296", "3:abc", "1 1 a", "$5", "*3\r\n", "5:hello,"],
  ...["v", "version", "expiresAt", "fields", "set", "unset", "key", "anonymous", "_", "~", "@", "$"],
  ...[
    "name",
    "Name",
    "NAME",
    "ß",
    "é",
    "e\u0301",
    "日本語",
    "🍪",
    "\u00ff",
    "\u2028",
    "\ufeff",
    "x".repeat(1000),
  ],
];

const VALUES: readonly string[] = [
  ...["", " ", "0", "null", "undefined", "false", "\0", "a\0b", "\n", "\r\n", '{"a":1}', "[]", '"', "\\"],
  ...["3:abc", "1 1 a", "$5\r\nhello\r\n", "🍪🍪", "é", "e\u0301", "\u2028", "\ufeff", "\u00ff", "日本語"],
  ...["x".repeat(64), "x".repeat(65), "x".repeat(32_768), "日".repeat(10_000), "1".repeat(400)],
];

export const hostile: readonly Scenario[] = [
  {
    name: "any text is a field name, in create (V-22, 15.3.6)",
    async run(t) {
      const fields = fieldsOf(NAMES.map((name, i) => [name, `value ${i}`]));
      const key = await t.created(fields);
      await hasFields(t.store, key, fields, "names come back as they were given");
    },
  },
  {
    name: "any text is a field name, in patch",
    async run(t) {
      const key = await t.created({});
      const fields = fieldsOf(NAMES.map((name, i) => [name, `value ${i}`]));
      same(
        await t.store.patch(key, { set: fields }),
        { status: "ok", version: 2 },
        "one call is one version",
      );
      await hasFields(t.store, key, fields, "names come back as they were given");
      same(
        await t.store.patch(key, { unset: NAMES }),
        { status: "ok", version: 3 },
        "one call is one version",
      );
      await hasFields(t.store, key, {}, "any name can be removed");
    },
  },
  {
    name: "a strange field name counts as a field, alone",
    async run(t) {
      for (const name of NAMES) {
        const field = fieldsOf([[name, "1"]]);
        const key = await t.created({});
        same(await t.store.patch(key, { set: field }), { status: "ok", version: 2 }, "one field is a change");
        await hasFields(t.store, key, field, "the field is there");
        same(
          await t.store.patch(key, { unset: [name] }),
          { status: "ok", version: 3 },
          "its removal is a change",
        );
        await hasFields(t.store, key, {}, "the field is removed");
      }
    },
  },
  {
    name: "any well-formed text is a value, in create",
    async run(t) {
      const fields = fieldsOf(VALUES.map((value, i) => [`field ${i}`, value]));
      await hasFields(t.store, await t.created(fields), fields, "values come back as they were given");
    },
  },
  {
    name: "any well-formed text is a value, in patch",
    async run(t) {
      for (const value of VALUES) {
        const key = await t.created({ before: "1", field: "2" });
        await t.store.patch(key, { set: { field: value, after: value } });
        const fields = { before: "1", field: value, after: value };
        await hasFields(t.store, key, fields, "values come back as they were given");
      }
    },
  },
  {
    name: "a field that shrinks and grows keeps its neighbours whole",
    async run(t) {
      const key = await t.created({ left: "L", field: "", right: "R" });
      for (const value of ["x".repeat(5000), "", "é", "🍪".repeat(50), "1"]) {
        await t.store.patch(key, { set: { field: value } });
        await hasFields(t.store, key, { left: "L", field: value, right: "R" }, "other fields stay");
      }
      await t.store.delete(key);
      await isGone(t.store, key, "the record is gone");
    },
  },
];
