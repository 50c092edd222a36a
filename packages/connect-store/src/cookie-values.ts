/** The values of all cookies of one name in a Cookie header, as they came, in their order. */
export function rawCookieValues(header: string, name: string): string[] {
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    const text = pair.slice(equals + 1).trim();
    values.push(/^"[^]*"$/.test(text) ? text.slice(1, -1) : text);
  }
  return values;
}

/** The same, decoded. What cannot be decoded stays as it came. */
export function cookieValues(header: string, name: string): string[] {
  return rawCookieValues(header, name).map(decoded);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
