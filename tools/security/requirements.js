// What is asked of a session library, by source. Tests cite the ids in their names.
import { advisories } from "./requirements/advisories.js";
import { asvs } from "./requirements/asvs.js";
import { asvsSessions } from "./requirements/asvs-sessions.js";
import { cheatSheet } from "./requirements/cheat-sheet.js";
import { cookies } from "./requirements/cookies.js";
import { csrf } from "./requirements/csrf.js";
import { defaults } from "./requirements/defaults.js";
import { nist } from "./requirements/nist.js";
import { threats } from "./requirements/threats.js";
import { wstg } from "./requirements/wstg.js";

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {1 | 2 | 3} [level] of ASVS
 * @property {string} requirement
 * @property {"library" | "means" | "docs" | "outside"} by who sees to it: the library by default, the app by means of the library, the
 * documentation, somebody else
 * @property {string} [defence] of a threat
 * @property {string} [why] why no test proves it
 * @property {boolean} [partly] tests prove a part, and `why` tells of the rest
 */

/** The tables of SECURITY.md, by the name of their marker. @type {Readonly<Record<string, readonly Row[]>>} */
export const tables = {
  threats,
  "asvs-v7": asvsSessions,
  asvs,
  "cheat-sheet": cheatSheet,
  wstg,
  nist,
  cookies,
  advisories,
  csrf,
  defaults,
};
