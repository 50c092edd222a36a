import { casesOf } from "@sess/test-fetch";
import { describe, it } from "vitest";
import { fetchSubject, wholeHonoSubject } from "./subject.js";

describe.each([
  ["a fetch handler", fetchSubject(false)],
  ["a fetch handler that saves at the end", fetchSubject(true)],
  ["a whole Hono app", wholeHonoSubject(false)],
  ["a whole Hono app that saves at the end", wholeHonoSubject(true)],
])("%s", (_, subject) => {
  for (const { name, run } of casesOf(subject)) it(name, run);
});
