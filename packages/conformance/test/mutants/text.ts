import type { Fields, SessionStore } from "@sess/core";
import type { TestClock } from "../../src/index.js";
import { ModelStore } from "../../src/store/model-store.js";
import type { ModelRecord } from "../../src/store/model-store.js";
import type { Mutants } from "./mutant.js";

/** Text that does not come back as it was given. */
export const textMutants: Mutants = {
  "fields come with a prototype": handing((fields) => Object.assign({}, fields)),
  "the field __proto__ is lost": handing((fields) => {
    const copy: Record<string, string> = {};
    for (const [name, value] of Object.entries(fields)) copy[name] = value;
    return Object.assign(Object.create(null), copy);
  }),
  "the empty name is lost": handing((fields) => without(fields, (name) => name === "")),
  "empty values are lost": handing((fields) => without(fields, (_name, value) => value === "")),
  "text ends at NUL": handing((fields) => map(fields, (text) => text.split("\0")[0] ?? "")),
  "line ends are made alike": handing((fields) => map(fields, (text) => text.replaceAll("\r\n", "\n"))),
  "text is trimmed": handing((fields) => map(fields, (text) => text.trim())),
  "text is stored as Latin-1": handing((fields) =>
    map(fields, (text) => Buffer.from(text, "latin1").toString("latin1")),
  ),
  "text is normalised": handing((fields) => map(fields, (text) => text.normalize())),
  "a byte order mark is lost": handing((fields) => map(fields, (text) => text.replace(/^\ufeff/, ""))),
  "names ignore case": handing((fields) => {
    const copy: Record<string, string> = Object.create(null);
    for (const [name, value] of Object.entries(fields)) copy[name.toLowerCase()] = value;
    return copy;
  }),
  "names are cut at 255 characters": handing((fields) => {
    const copy: Record<string, string> = Object.create(null);
    for (const [name, value] of Object.entries(fields)) copy[name.slice(0, 255)] = value;
    return copy;
  }),
  "values are cut at 8 KiB": handing((fields) => map(fields, (text) => text.slice(0, 8192))),
  "values become JSON": handing((fields) =>
    map(fields, (text) => {
      try {
        return String(JSON.parse(text));
      } catch {
        return text;
      }
    }),
  ),
  "a field named version is the version": handing((fields) => without(fields, (name) => name === "version")),
};

/** A store that hands fields out in its own way. */
function handing(handOut: (fields: Fields) => Fields): (clock: TestClock) => SessionStore {
  return (clock) =>
    new (class extends ModelStore {
      protected override handOut(record: ModelRecord): Fields {
        return handOut(super.handOut(record));
      }
    })(clock);
}

function map(fields: Fields, convert: (text: string) => string): Fields {
  const copy: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) copy[name] = convert(value);
  return copy;
}

function without(fields: Fields, lost: (name: string, value: string) => boolean): Fields {
  const copy: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) if (!lost(name, value)) copy[name] = value;
  return copy;
}
