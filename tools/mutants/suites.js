import path from "node:path";
import { fileURLToPath } from "node:url";
import { dropInNativeMutants } from "./drop-in-native-mutants.js";
import { expressSessionMutants } from "./express-session-mutants.js";
import { honoMutants } from "./hono-mutants.js";
import { migrationMutants } from "./migration-mutants.js";
import { mutants } from "./mutants.js";
import { nearCacheMutants } from "./near-cache-mutants.js";
import { schemaMutants } from "./schema-mutants.js";
import { webCheckMutants, webMutants } from "./web-mutants.js";

const packages = fileURLToPath(new URL("../../packages", import.meta.url));
const fileOf = (file) => JSON.stringify(path.join(packages, file));

/** Mutants, and a module that exports the `cases` which should notice them, or the `tests`: files below packages/. */
export const suites = [
  {
    mutants,
    // The adapter suite on Express, and that of users' sessions on the memory store.
    cases: `
      import express from "express";
      import { expressSubject } from ${fileOf("express/test/subject.ts")};
      import { adapterCases, sessionCases } from "@sess/conformance";
      import { memoryStore } from "@sess/store-memory";
      export const cases = [
        ...adapterCases(expressSubject(express)),
        ...sessionCases({ makeStore: (clock) => memoryStore({ clock }) }),
      ];`,
  },
  {
    mutants: migrationMutants,
    cases: `export { cases } from ${fileOf("migrate/test/cases/index.ts")};`,
  },
  {
    mutants: webMutants,
    cases: `
      import { casesOf } from "@sess/test-fetch";
      import { fetchSubject } from ${fileOf("web/test/subject.ts")};
      export const cases = casesOf(fetchSubject(true));`,
  },
  { mutants: webCheckMutants, tests: ["web/test/forgotten.test.ts"] },
  { mutants: honoMutants, tests: ["hono/test/{middleware,errors,csrf-forms}.test.ts"] },
  {
    mutants: nearCacheMutants,
    cases: `
      import { groups } from ${fileOf("near-cache/test/cases/index.ts")};
      import { check } from ${fileOf("near-cache/test/checker/check.ts")};
      export const cases = [
        ...Object.values(groups).flat(),
        { name: "random schedules", run: () => check({ numRuns: 100, seed: 1 }) },
      ];`,
  },
  {
    mutants: expressSessionMutants,
    // What is fixed, each shown elsewhere to fail on express-session itself; and what must be as it is there.
    cases: `
      import session from ${fileOf("express-session/src/index.ts")};
      import { fixes } from ${fileOf("express-session/test/fixes/fixes.ts")};
      import { kept } from ${fileOf("express-session/test/fixes/kept.ts")};
      import { own } from ${fileOf("express-session/test/fixes/own.ts")};
      export const cases = [...fixes, ...kept, ...own].map(({ name, run }) => ({ name, run: () => run(session) }));`,
  },
  {
    mutants: dropInNativeMutants,
    cases: `
      import { data } from ${fileOf("express-session/test/native/data.ts")};
      import { follows } from ${fileOf("migrate/test/cases/follows.ts")};
      import { moves } from ${fileOf("express-session/test/native/moves.ts")};
      import { served } from ${fileOf("express-session/test/native/served.ts")};
      export const cases = [...served, ...data, ...moves, ...follows];`,
  },
  {
    mutants: schemaMutants,
    tests: ["core/test/schema*.test.ts", "core/test/upgrade.test.ts"],
  },
];
