/** The source with the mutant in it. Throws where the source has moved on, and the mutant would not be what its name says. */
export function apply({ name, file, find, put, also = [] }, source) {
  let mutated = source;
  for (const change of [{ find, put }, ...also]) {
    if (mutated.split(change.find).length !== 2) {
      throw new Error(
        `"${name}": its text must occur once in ${file}; bring the mutant up to date:\n${change.find}`,
      );
    }
    mutated = mutated.replace(change.find, () => change.put);
  }
  return mutated;
}
