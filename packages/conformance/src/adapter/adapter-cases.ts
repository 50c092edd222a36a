import { cost } from "./cases/cost.js";
import { crossOrigin } from "./cases/cross-origin.js";
import { hostile } from "./cases/hostile.js";
import { login } from "./cases/login.js";
import { outage } from "./cases/outage.js";
import { races } from "./cases/races.js";
import { saving } from "./cases/saving.js";
import { memory } from "./cases/memory.js";
import { stepUp } from "./cases/step-up.js";
import { streaming } from "./cases/streaming.js";
import type { AdapterCase, AdapterSubject } from "./options.js";

const TABLE = {
  cost,
  login,
  "step-up": stepUp,
  memory,
  saving,
  streaming,
  races,
  outage,
  hostile,
  "cross-origin": crossOrigin,
};

/**
 * What every adapter must show over a real socket, as cases for any test runner:
 *
 * ```ts
 * for (const c of adapterCases(subject)) it(c.name, c.run);
 * ```
 *
 * One table for all frameworks: a row has the same result everywhere. Each case starts an app of its own. Nothing sleeps:
 * races are made by stopping handlers and store calls at chosen points.
 */
export function adapterCases(subject: AdapterSubject): AdapterCase[] {
  return Object.entries(TABLE).flatMap(([group, rows]) =>
    rows.map((row) => {
      const { name, run } = row(subject);
      return { name: `${group}: ${name}`, run };
    }),
  );
}
