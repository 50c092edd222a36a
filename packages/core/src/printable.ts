/** Text from the network, for a log: short, on one line, and without what a terminal acts on (ASVS 16.4.1). */
export function printable(text: string, most = 100): string {
  return text
    .slice(0, most)
    .replace(/[\p{Cc}\u2028\u2029]/gu, (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same for a message, which says where it begins and ends. */
export function quote(text: string | undefined): string {
  return text === undefined ? "missing" : `"${printable(text).replace(/"/g, '\\"')}"`;
}
