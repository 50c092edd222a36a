const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const GRAMMARS = {
  time: /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/,
  day: /^(\d{1,2})(?!\d)/,
  month: new RegExp(`^(${MONTHS.join("|")})`, "i"),
  year: /^(\d{2,4})(?!\d)/,
} as const;
type Part = keyof typeof GRAMMARS;

/** What browsers read in an Expires attribute (RFC 6265bis, section 5.1.1), in milliseconds; undefined when it is no date. */
export function cookieDate(text: string): number | undefined {
  const found = new Map<Part, readonly string[]>();
  for (const token of text.split(/[\t -/;-@[-`{-~]+/)) {
    for (const part of ["time", "day", "month", "year"] as const) {
      const match = found.has(part) ? null : GRAMMARS[part].exec(token);
      if (match === null) continue;
      found.set(part, match.slice(1));
      break; // A token is one part and no other.
    }
  }
  const numbers = (part: Part): readonly number[] => (found.get(part) ?? []).map(Number);
  const [hour = NaN, minute = NaN, second = NaN] = numbers("time");
  const [day = NaN] = numbers("day");
  const month = MONTHS.indexOf(found.get("month")?.[0]?.toLowerCase() ?? "");
  const [written = NaN] = numbers("year");
  const year = written < 70 ? written + 2000 : written < 100 ? written + 1900 : written;
  if (month === -1 || !(year >= 1601 && hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const date = new Date(Date.UTC(year, month, day, hour, minute, second));
  return date.getUTCDate() === day ? date.getTime() : undefined; // There is no 31st of February.
}
