/** How often a writer tries again when others are always faster. Each round lets one of them through. */
export const MOST_TRIES = 100;
