import { describe, it } from "vitest";
import { casesOf, fetchSubject, honoSubject } from "./subject.js";

describe.each([
  ["a fetch handler", fetchSubject(false)],
  ["a fetch handler that saves at the end", fetchSubject(true)],
  ["Hono 4", honoSubject(false)],
  ["Hono 4 that saves at the end", honoSubject(true)],
])("%s", (_, subject) => {
  for (const { name, run } of casesOf(subject)) it(name, run);
});
