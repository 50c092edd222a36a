import type { CookieOptions } from "@sess/core";
import fc from "fast-check";
import type { CookiePolicy } from "../../src/options.js";
import { policyOf } from "../../src/policy.js";
import { MapStore } from "./map-store.js";

const NAME_CHARACTERS = "!#$%&'*+-.^_`|~0123456789ABCHOSTXYZabchostpxyz";

const names = fc.oneof(
  fc.constantFrom("sid", "__Host", "__Http", "Host-Http-sid", "$Version", "%73id", "0"),
  fc
    .string({ unit: fc.constantFrom(...NAME_CHARACTERS), minLength: 1, maxLength: 64 })
    .filter((name) => !/^__(?:host-http|host|secure|http)[-_]/i.test(name)),
);

/** Every cookie that `createSessions` agrees to, for an app on app.example.com. */
export const cookieOptions: fc.Arbitrary<CookieOptions> = fc
  .record(
    {
      name: names,
      sameSite: fc.constantFrom("lax", "strict", "none"),
      domain: fc.constantFrom("example.com", "app.example.com"),
      persistent: fc.boolean(),
      partitioned: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((options) => (options.partitioned ? { ...options, sameSite: "none" } : options));

export const cookiePolicies: fc.Arbitrary<CookiePolicy> = cookieOptions.map(
  (cookie) => policyOf({ store: new MapStore(), cookie }).cookie,
);

const base64url = fc.constantFrom(..."ABCXYZabcxyz0189-_");
const text = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: base64url, minLength: length, maxLength: length });

/** A token, with a tag or without. */
export const cookieValueTexts: fc.Arbitrary<string> = fc.oneof(
  text(44),
  fc.tuple(text(44), text(22)).map((parts) => parts.join(".")),
);
