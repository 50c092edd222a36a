/** The lifetimes and cookie settings that belong together, by name. */
export type PresetName = "standard" | "high" | "consumer";

export interface Preset {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly sameSite: "lax" | "strict";
  readonly persistent: boolean;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** NIST SP 800-63B-4: `standard` meets AAL2, `high` AAL3, `consumer` AAL1. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  standard: { idleSeconds: 30 * MINUTE, absoluteSeconds: 8 * HOUR, sameSite: "lax", persistent: false },
  high: { idleSeconds: 5 * MINUTE, absoluteSeconds: 8 * HOUR, sameSite: "strict", persistent: false },
  consumer: { idleSeconds: 14 * DAY, absoluteSeconds: 30 * DAY, sameSite: "lax", persistent: true },
};
