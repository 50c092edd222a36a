import { check, type Checked } from "./data-check.js";
import type { DataOptions, DataPolicy, DataSchema } from "./data-schema.js";
import { SessionError } from "./errors.js";
import { integerOption, oneOf, refuse } from "./validate.js";

/** The reserved field that says which version of the app's data a record holds. */
export const DATA_VERSION_FIELD = "$data";

/** Enough for a deploy each second of three hundred years. */
const MOST_VERSIONS = 9_999_999_999;

/** @returns undefined where there is no schema. */
export function dataPolicyOf(options: DataOptions<object>): DataPolicy | undefined {
  const { schema, dataVersion = 1, upgrade, misfit = "refuse" } = options;
  if (schema === undefined) {
    for (const name of ["dataVersion", "upgrade", "misfit"] as const)
      if (options[name] !== undefined) refuse(name, options[name], "left out where there is no schema");
    return undefined;
  }
  if (typeof validateOf(schema) !== "function")
    refuse("schema", schema, "a Standard Schema: z.object({ … }) of zod, or what valibot or arktype make");
  if (upgrade !== undefined && typeof upgrade !== "function") refuse("upgrade", upgrade, "a function");
  checkEmpty(schema);
  return {
    schema,
    version: integerOption("dataVersion", dataVersion, 1, MOST_VERSIONS),
    upgrade,
    misfit: oneOf("misfit", misfit, ["refuse", "clear"]),
  };
}

/** Some schemas are functions with properties. */
function validateOf(schema: unknown): unknown {
  const { "~standard": standard } = Object(schema) as { "~standard"?: { validate?: unknown } };
  return standard?.validate;
}

function checkEmpty(schema: DataSchema<object>): void {
  let why = "an error of its own";
  let options: { cause?: unknown } = {};
  try {
    const checked: Checked = check(schema, {});
    if ("data" in checked) return;
    why = checked.problems.join(", ");
  } catch (error) {
    if ((error as { code?: unknown } | undefined)?.code === "INVALID_OPTION") throw error;
    options = { cause: error };
  }
  throw new SessionError(
    "INVALID_OPTION",
    `schema refuses an empty session because of ${why}. Sessions begin empty: make every field optional, or give it a default.`,
    options,
  );
}
