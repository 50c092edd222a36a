import { MOST_VALUES } from "../../src/cookie-reader.js";

/** What {@link cookieValues} must answer, in the fewest words and slowly: one character after the other. */
export function modelValues(header: string, name: string): string[] {
  const found = new Set<string>();
  for (const piece of header.split(";")) {
    let text = piece;
    while (text.startsWith(" ") || text.startsWith("\t")) text = text.slice(1);
    if (text.slice(0, name.length + 1) !== `${name}=`) continue;
    text = text.slice(name.length + 1);
    while (text.startsWith(" ") || text.startsWith("\t")) text = text.slice(1);
    while (text.endsWith(" ") || text.endsWith("\t")) text = text.slice(0, -1);
    found.add(text);
  }
  return [...found].slice(0, MOST_VALUES + 1);
}
