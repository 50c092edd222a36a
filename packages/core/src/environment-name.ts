import { inWorker } from "./in-worker.js";

/** Core compiles without the types of Node, and runs where there is no such thing. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * What NODE_ENV says. Unset, it stands for development: somebody has started a process, and not prepared it for production. Nobody starts a
 * Worker like that, and elsewhere it cannot be read at all: there nothing tells what this is.
 */
export function environmentName(): "production" | "development" | "test" | "unknown" {
  try {
    // In these words: a bundler (Vite, Next.js) puts the value in their place.
    const name = process.env.NODE_ENV;
    if (name === "production" || name === "test") return name;
    return name === undefined && inWorker() ? "unknown" : "development";
  } catch {
    return "unknown"; // There is no process, or Deno was started without --allow-env.
  }
}
