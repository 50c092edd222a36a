/**
 * @typedef {object} Bar One promise, and whether it is kept.
 * @property {string} bar what is promised
 * @property {string} where in which framework, or at which size
 * @property {string} limit the most that it may be
 * @property {string} value
 * @property {string} verdict "holds", "missed by …", or "unclear"
 */

/** @returns {Bar} @param {string} [detail] what the value was made of */
export function atMost(bar, where, limit, value, unit = "", detail = "") {
  const verdict = value <= limit ? "holds" : `missed by ${shown(value - limit)}${unit}`;
  return { bar, where, limit: `${shown(limit)}${unit}`, value: `${shown(value)}${unit}${detail}`, verdict };
}

/**
 * Ours as a share of the peer's. Where the peer's is lost in the noise, nothing can be said.
 * @returns {Bar}
 */
export function shareAtMost(bar, where, limit, ours, peers, unit = "", noise = 0) {
  const detail = ` (${shown(ours)} of ${shown(peers)}${unit})`;
  if (peers > noise) return atMost(bar, where, limit, ours / peers, "", detail);
  return {
    bar,
    where,
    limit: shown(limit),
    value: detail.trim(),
    verdict: "unclear: the peer's is in the noise",
  };
}

/** Three digits are more than is known. */
export const shown = (number) => String(Number(number.toFixed(Math.abs(number) < 10 ? 2 : 0)));
