// For a process that looks at the result itself.
import "./vitest-state.js";
import { absent, files } from "the-tests";
import { runSuites } from "./run-suites.js";

export const run = () => runSuites(files, absent);
