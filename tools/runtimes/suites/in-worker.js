// What workerd is started with: one request runs everything, for nothing may be done before there is one.
import "./vitest-state.js";
import { absent, files } from "the-tests";
import { runSuites } from "./run-suites.js";

export default { fetch: async () => Response.json(await runSuites(files, absent)) };
