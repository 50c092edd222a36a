/** How often a property is tried, and from where. A failure prints its seed: SESS_SEED plays it again. */
export function runs(numRuns: number): { numRuns: number; seed?: number } {
  const given = process.env["SESS_SEED"] ?? "";
  return given === "" ? { numRuns } : { numRuns, seed: Number(given) };
}
