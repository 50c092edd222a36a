// The servers that can be fetched, and what of Debian they are made of. For "redis-8" the first that fits is taken.

/** What both suites call by the same name. */
const libraries = [
  "libatomic1",
  "libc6",
  "libcap2",
  "libgcc-s1",
  "libjemalloc2",
  "liblzf1",
  "libstdc++6",
  "libsystemd0",
  "libzstd1",
  "zlib1g",
];
const bookworm = [...libraries, "libgcrypt20", "libgpg-error0", "liblz4-1", "liblzma5", "libssl3"];
const trixie = [...libraries, "libssl3t64"];

const redis = ["redis-server", "redis-tools"];
const valkey = ["valkey-server", "valkey-tools"];

/** @type {Record<string, { suites: string[], packages: string[], image: string }>} */
export const flavours = {
  "redis-7.0": { suites: ["bookworm"], packages: [...redis, ...bookworm], image: "redis:7.0" },
  "redis-8.0": { suites: ["trixie"], packages: [...redis, ...trixie], image: "redis:8.0" },
  "valkey-8.1": { suites: ["trixie"], packages: [...valkey, ...trixie], image: "valkey/valkey:8.1" },
  "valkey-8.0": {
    suites: ["bookworm", "bookworm-backports"],
    packages: [...valkey, ...bookworm],
    image: "valkey/valkey:8.0",
  },
};

/**
 * True when `found` is what was asked for: "redis-7.0.15" is a "redis-7", and a "redis".
 *
 * @param {string} found
 * @param {string | undefined} asked
 */
export function fits(found, asked) {
  return asked === undefined || found === asked || ["-", "."].some((end) => found.startsWith(asked + end));
}
