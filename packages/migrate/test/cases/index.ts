import { edges } from "./edges.js";
import { guards } from "./imports.js";

/** Something that an import must keep; `run` rejects when it does not. They need no test runner, so that mutants can run them. */
export interface Case {
  readonly name: string;
  run(): Promise<void>;
}

export const cases: readonly Case[] = Object.entries({ ...guards, ...edges }).map(([name, run]) => ({
  name,
  run,
}));
