const fit = "core/src/data-fit.ts";
const check = "core/src/data-check.ts";
const patch = "core/src/patch-upgraded.ts";

/** What becomes of data that another version of the app has written. */
export const schemaMutants = [
  {
    name: "what the schema does not name is taken from the record",
    file: fit,
    find: `    else unseen[field] = stored[field] ?? "";`,
    put: `    else unset.push(field);`,
  },
  {
    name: "an earlier version clears what a later one has written",
    file: fit,
    find: `rule.misfit === "refuse" || from > rule.version`,
    put: `rule.misfit === "refuse"`,
  },
  {
    name: "upgrade() works on the very data",
    file: fit,
    find: `upgrade({ ...old }, from)`,
    put: `upgrade(old, from)`,
  },
  {
    name: "what the schema adds is one object for all sessions",
    file: fit,
    find: `isOther ? checkFit(fields, policy) : data;`,
    put: `data;`,
  },
  {
    name: "the version of data goes back",
    file: fit,
    find: `String(Math.max(from, version))`,
    put: `String(version)`,
  },
  {
    name: "flash messages are lost in an upgrade",
    file: fit,
    find: `{ ...next, [FLASH_KEY]: old[FLASH_KEY] }`,
    put: `{ ...next }`,
  },
  {
    name: "without a schema the version that another has written is dropped",
    file: fit,
    find: `version === undefined ? session : { ...session, unseen: { [DATA_VERSION_FIELD]: version } };`,
    put: `session;`,
  },
  {
    name: "a schema may set reserved fields",
    file: fit,
    find: `isReservedKey(key) ? undefined : textOf(`,
    put: `textOf(`,
  },
  {
    name: "an object that was changed in place counts as it was",
    file: fit,
    find: `isPlain(value) && Object.is(value, old[key])`,
    put: `Object.is(value, old[key])`,
  },
  {
    name: "upgrade() may give up by a text",
    file: fit,
    find: `typeof next !== "object" || next === null || next instanceof Promise`,
    put: `next === null`,
  },
  {
    name: "what a schema makes may be anything",
    file: check,
    find: `objectOption("what the schema makes of data", result.value)`,
    put: `result.value`,
  },
  {
    name: "fields that the schema leaves out are written, and never seen again",
    file: check,
    find: `if (unnamed.length > 0)`,
    put: `if (unnamed.length > 1000)`,
  },
  {
    name: "a schema may refuse every new session",
    file: "core/src/data-policy.ts",
    find: `  checkEmpty(schema);\n`,
    put: ``,
  },
  {
    name: "an upgrade undoes what another request has written since",
    file: patch,
    find: `      ifVersion: state.version,\n`,
    put: ``,
  },
  {
    name: "what is saved after the head undoes what others have written",
    file: patch,
    find: `    state.show(applyChanges(state.fields, changes), merged);\n`,
    put: ``,
  },
  {
    name: "data that are too much together are stored",
    file: patch,
    find: `    checkPatch(scope, merged);\n`,
    put: ``,
  },
];
