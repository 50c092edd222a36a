import type { DataSchema, SchemaIssue } from "./data-schema.js";
import { SessionError } from "./errors.js";
import { type Data, decodeFields, FLASH_KEY, noData } from "./fields.js";
import { step } from "./json-flaw.js";
import type { Policy } from "./options.js";
import { printable } from "./printable.js";
import type { Fields } from "./store.js";
import { objectOption } from "./validate.js";

/** What a schema says of data: what they are, or where they do not fit. */
export type Checked = { readonly data: Data } | { readonly problems: readonly string[] };

/** Throws where the schema cannot answer at once. */
export function check(schema: DataSchema<object>, { [FLASH_KEY]: flash, ...data }: Data): Checked {
  const result = schema["~standard"].validate(data);
  if (result instanceof Promise) {
    result.catch(() => undefined); // The refusal is the error to tell of.
    throw new SessionError(
      "INVALID_OPTION",
      "schema is asynchronous; it must answer at once: what has to be looked up is no matter of a session's shape.",
    );
  }
  // A copy: it may be frozen, of a class, or the same for all.
  const own = flash === undefined ? {} : { [FLASH_KEY]: flash };
  if (result.issues === undefined)
    return {
      data: Object.assign(noData(), objectOption("what the schema makes of data", result.value), own),
    };
  return { problems: result.issues.slice(0, MOST_PROBLEMS).map(whereOf) };
}

const MOST_PROBLEMS = 5;

/** Where, and not what: messages of some schemas quote the value. */
function whereOf({ path = [] }: SchemaIssue): string {
  const keys = path.map((part) => (typeof part === "object" ? part.key : part));
  const steps = keys.map((key) => (typeof key === "number" ? `[${key}]` : step(String(key))));
  return printable(`session${steps.join("")}`, 200);
}

/** What fields hold. Throws when a text cannot be decoded, and DATA_MISFIT where there is a schema, and they do not fit. */
export function dataIn(fields: Fields, { codec, data: rule }: Policy): Data {
  const data = decodeFields(fields, codec);
  return rule === undefined ? data : fitting(check(rule.schema, data));
}

/**
 * Before data are written: throws DATA_MISFIT for what would be refused, or left out, when they are read.
 * @returns what the fields hold, where there is a schema
 */
export function checkFit(fields: Fields, { codec, data: rule }: Policy): Data | undefined {
  if (rule === undefined) return undefined;
  const data = decodeFields(fields, codec);
  const kept = fitting(check(rule.schema, data));
  const unnamed = Object.keys(data).filter((key) => !Object.hasOwn(kept, key));
  if (unnamed.length > 0)
    throw misfit(unnamed.map((key) => `${printable(`session${step(key)}`)} is not in it`));
  return kept;
}

function fitting(checked: Checked): Data {
  if ("data" in checked) return checked.data;
  throw misfit(checked.problems);
}

function misfit(problems: readonly string[]): SessionError {
  return new SessionError(
    "DATA_MISFIT",
    `The data do not fit the schema: ${problems.join(", ")}. Nothing was written.`,
  );
}
