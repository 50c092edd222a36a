// Sees to it that servers are at hand: `node tools/redis/prefetch.js [redis-7.0 valkey-8 …]`. Test files that start at
// the same time then need not wait for one another.
import { findBinary } from "./binary.js";

const asked = process.argv.slice(2);
for (const flavour of asked.length > 0 ? asked : [undefined]) {
  const { flavour: found, command } = await findBinary(flavour);
  console.log(`${found}: ${command}`);
}
