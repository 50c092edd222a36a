/** Two random numbers that nobody outside the process knows. */
export type HashSeed = readonly [number, number];

export function randomSeed(): HashSeed {
  const [first = 0, second = 0] = crypto.getRandomValues(new Int32Array(2));
  return [first, second];
}

/**
 * HalfSipHash-1-3 over a text's UTF-16 units. A user may choose his own id, so a hash without a secret would let him pick many
 * that fall on one place of a table, and make every look-up there slow.
 */
export function hash(text: string, [first, second]: HashSeed): number {
  let v0 = first;
  let v1 = second;
  let v2 = first ^ 0x6c796765;
  let v3 = second ^ 0x74656462;
  const { length } = text;
  const words = (length + 1) >> 1;
  // One round for every two units, one for the length, and three to finish.
  for (let i = 0; i < words + 4; i++) {
    const word = i < words ? wordAt(text, 2 * i) : i === words ? length : 0;
    if (i === words + 1) v2 ^= 0xff;
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = rotate(v1, 5) ^ v0;
    v0 = rotate(v0, 16);
    v2 = (v2 + v3) | 0;
    v3 = rotate(v3, 8) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = rotate(v3, 7) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = rotate(v1, 13) ^ v2;
    v2 = rotate(v2, 16);
    v0 ^= word;
  }
  return v1 ^ v3;
}

function wordAt(text: string, at: number): number {
  const low = text.charCodeAt(at);
  return at + 1 < text.length ? low | (text.charCodeAt(at + 1) << 16) : low;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
