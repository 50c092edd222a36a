import { factsIn, type Facts } from "../../src/facts.js";

/** What core has written of a session into its record. */
export function factsOf({ fields }: { fields: Readonly<Record<string, string>> }): Facts {
  const facts = factsIn(fields);
  if (facts === undefined) throw new Error(`not core's facts: ${fields["$"]}`);
  return facts;
}
