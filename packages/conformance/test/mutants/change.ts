import { changing } from "./mutant.js";
import type { Mutants } from "./mutant.js";

/** Wrong in what a patch changes. */
export const changeMutants: Mutants = {
  "patch replaces all fields": changing((record, patch, change) => {
    if (patch.set) record.fields.clear();
    change(patch);
  }),
  "patch ignores unset": changing((_record, { unset: _, ...patch }, change) => change(patch)),
  "removing a field that is not there removes another": changing((record, patch, change) => {
    const [last] = [...record.fields.keys()].slice(-1);
    const missing = patch.unset?.some((name) => !record.fields.has(name));
    change(patch);
    if (missing && last !== undefined) record.fields.delete(last);
  }),
  "unset wins over set": changing((record, patch, change) => {
    change(patch);
    for (const name of patch.unset ?? []) record.fields.delete(name);
  }),
  "a touch grows the version": changing((record, patch, change) => {
    change(patch);
    if (!patch.set && !patch.unset) record.version++;
  }),
  "an empty set grows the version": changing((record, patch, change) => {
    change(patch);
    if (patch.set && Object.keys(patch.set).length === 0) record.version++;
  }),
  "the version does not grow": changing((record, patch, change) => {
    const { version } = record;
    change(patch);
    record.version = version;
  }),
  "the version does not grow for a removal": changing((record, patch, change) => {
    const { version } = record;
    change(patch);
    if (!patch.set) record.version = version;
  }),
  "the version does not grow when nothing differs": changing((record, patch, change) => {
    const { version } = record;
    const before = JSON.stringify([...record.fields]);
    change(patch);
    if (JSON.stringify([...record.fields]) === before) record.version = version;
  }),
  "set and unset together grow the version twice": changing((record, patch, change) => {
    change(patch);
    if (patch.set && patch.unset) record.version++;
  }),
  "patch ignores the deadline": changing((_record, { expiresAt: _, ...patch }, change) => change(patch)),
  "patch moves deadlines only later": changing((record, patch, change) => {
    const { expiresAt } = record;
    change(patch);
    record.expiresAt = Math.max(record.expiresAt, expiresAt);
  }),
  "patch moves deadlines only earlier": changing((record, patch, change) => {
    const { expiresAt } = record;
    change(patch);
    record.expiresAt = Math.min(record.expiresAt, expiresAt);
  }),
  "patch moves the deadline only when no field changes": changing(
    (_record, { expiresAt, ...patch }, change) =>
      change(patch.set || patch.unset || expiresAt === undefined ? patch : { expiresAt }),
  ),
  "patch of fields ends the deadline": changing((record, patch, change) => {
    change(patch);
    if (patch.set && patch.expiresAt === undefined) record.expiresAt = Infinity;
  }),
  "no more than 256 fields are changed at once": changing((_record, patch, change) =>
    change({ ...patch, ...(patch.unset && { unset: patch.unset.slice(0, 256) }) }),
  ),
};
