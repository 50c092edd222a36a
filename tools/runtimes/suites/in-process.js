// What Node, Bun and Deno are started with.
import "./vitest-state.js";
import { absent, files } from "the-tests";
import { runSuites } from "./run-suites.js";

// A test may wait for nothing but a timer that does not keep a process alive.
setInterval(() => {}, 60_000);
const print = process.stdout.write.bind(process.stdout);
const result = await runSuites(files, absent);
print(`${JSON.stringify(result)}\n`, () => process.exit());
