import { jsonFlaw, looksUnencodable } from "./json-flaw.js";

/** Turns one field's value into text and back. `superjson` and `devalue` fit as they are. */
export interface Codec {
  /** Must give equal texts for equal values, and throw for what it cannot keep. */
  encode(value: unknown): string;
  /** What `encode` made the text of. Where it throws, the whole session counts as missing (`record_invalid`). */
  decode(text: string): unknown;
}

/** The default: JSON. What it would lose without a word is an error; see {@link jsonFlaw}. */
export const jsonCodec: Codec = {
  encode: (value) => JSON.stringify(value),
  decode: (text) => {
    const value: unknown = JSON.parse(text);
    // What could be read and not be written again must not be let in.
    const flaw = looksUnencodable(text) ? jsonFlaw(value) : undefined;
    if (flaw !== undefined) throw new TypeError(flaw.reason);
    return value;
  },
};
