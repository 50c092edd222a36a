/**
 * The file that a diff of a documentation page makes of another. Lines of the diff that follow each other need not do so in the file: what is
 * between them stays.
 * @param {string} before
 * @param {string} diff
 * @returns {string}
 * @throws where the diff names a line that is not there: a mistake of the page.
 */
export function changed(before, diff) {
  const old = before.split("\n");
  const result = [];
  let at = 0;
  for (const line of diff.trimEnd().split("\n")) {
    const text = line.slice(1);
    if (line.startsWith("+")) {
      result.push(text);
      continue;
    }
    const found = old.indexOf(text, at);
    if (found < 0) throw new Error(`the diff names a line that is not there: ${text}`);
    result.push(...old.slice(at, found));
    if (!line.startsWith("-")) result.push(text);
    at = found + 1;
  }
  return [...result, ...old.slice(at)].join("\n");
}
