import { createSessions, type DataWithoutVerbs, type SessionOptions, type Sessions } from "@sess/core";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import { MapStore } from "./support/map-store.js";

// Compiled, not run: the schema says what the data are, and nothing has to be declared beside it.

const store = new MapStore();
const schema = z.object({
  cart: z.array(z.string()).default([]),
  theme: z.enum(["light", "dark"]).optional(),
  since: z.coerce.date().optional(),
});
const session = createSessions({ store, schema }).from({});

expectTypeOf(session.cart).toEqualTypeOf<string[] | undefined>();
expectTypeOf(session.theme).toEqualTypeOf<"light" | "dark" | undefined>();
expectTypeOf(session.since).toEqualTypeOf<Date | undefined>();
// @ts-expect-error the wrong type of a field
session.theme = "blue";
// @ts-expect-error a field that the schema does not name
session.basket = [];

const valibot = createSessions({ store, schema: v.object({ cart: v.optional(v.array(v.string())) }) });
expectTypeOf(valibot.from({}).cart).toEqualTypeOf<string[] | undefined>();

const arktype = createSessions({ store, schema: type({ "cart?": "string[]" }) });
expectTypeOf(arktype.from({}).cart).toEqualTypeOf<string[] | undefined>();

interface Data {
  // Under exactOptionalPropertyTypes, what valibot calls optional may be undefined.
  cart?: string[] | undefined;
}
// Beside a type that is written out, the schema has to be one of it.
expectTypeOf(
  createSessions<Data>({ store, schema: v.object({ cart: v.optional(v.array(v.string())) }) }),
).toEqualTypeOf<Sessions<Data>>();
/** An app's own helper. */
const made = <Own extends object>(options: SessionOptions<Own> & DataWithoutVerbs<Own>): Sessions<Own> =>
  createSessions({ dataVersion: 2, ...options });
expectTypeOf(made({ store, schema }).from({}).since).toEqualTypeOf<Date | undefined>();
// @ts-expect-error another type of data
createSessions<Data>({ store, schema: v.object({ cart: v.optional(v.number()) }) });

createSessions({
  store,
  schema,
  dataVersion: 2,
  upgrade(old, fromVersion) {
    expectTypeOf(old).toEqualTypeOf<Record<string, unknown>>();
    expectTypeOf(fromVersion).toEqualTypeOf<number>();
    return fromVersion === 1 ? { cart: [String(old["cart"])] } : undefined;
  },
});
// @ts-expect-error upgrade returns what the schema has
createSessions({ store, schema, upgrade: () => ({ cart: 1 }) });

// @ts-expect-error "login" is a verb
createSessions({ store, schema: z.object({ login: z.string().optional() }) });
// @ts-expect-error a type is no schema
createSessions({ store, schema: {} });
