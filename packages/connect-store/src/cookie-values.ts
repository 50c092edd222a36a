/** The decoded values of all cookies of one name in a Cookie header, in their order. What cannot be decoded stays as it came. */
export function cookieValues(header: string, name: string): string[] {
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals >= 0 && pair.slice(0, equals).trim() === name) values.push(decoded(pair.slice(equals + 1)));
  }
  return values;
}

function decoded(text: string): string {
  const trimmed = text.trim();
  const value = /^"[^]*"$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
