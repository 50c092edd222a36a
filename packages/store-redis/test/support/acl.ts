import { readFileSync } from "node:fs";
import type { RedisServer } from "@sess/test-redis";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

// The documentation's command is what is tested: it cannot be out of date.
const [line] = /^ACL SETUSER [^`]+/m.exec(readme) ?? [];
if (line === undefined) throw new Error("README.md has lost its ACL line.");

const [, , user = "", ...all] = line.trim().split(/\s+/);
export const username: string = user;
export const rules: readonly string[] = all;
export const password: string = rules.find((rule) => rule.startsWith(">"))?.slice(1) ?? "";
export const permissions: readonly string[] = rules.filter((rule) => /^[+~&]/.test(rule));

/** What the documentation says that something needs more. */
export function extraFor(what: string): string[] {
  const [, extra] = new RegExp(`^- ${what}.*: \`([^\`]+)\``, "m").exec(readme) ?? [];
  if (extra === undefined) throw new Error(`README.md does not say what this needs: ${what}`);
  return extra.split(" ");
}

/** Makes the user anew. The server forgets scripts and data: a script that it knows needs no EVAL. */
export async function apply(server: RedisServer, given: readonly string[]): Promise<void> {
  await server.command("ACL", "DELUSER", username);
  await server.command("ACL", "SETUSER", username, ...given);
  await server.command("SCRIPT", "FLUSH");
  await server.command("FLUSHALL");
}
