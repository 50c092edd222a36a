import {
  createSessions,
  type DataWithoutVerbs,
  type Session,
  type SessionOptions,
  type Sessions,
} from "@sess/core";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import { MapStore } from "./support/map-store.js";

// Compiled, not run: a type that says Date where JSON gives back a text is refused, and nothing else is.

const store = new MapStore();
const codec = { encode: JSON.stringify, decode: JSON.parse };

// @ts-expect-error JSON makes a text of a Date
createSessions<{ since: Date }>({ store });
// @ts-expect-error an optional one
createSessions<{ since?: Date; cart?: string[] }>({ store });
// @ts-expect-error one of several types
createSessions<{ since: Date | null | string }>({ store });
// @ts-expect-error JSON makes {} of a Map
createSessions<{ seen: Map<string, number> }>({ store });
// @ts-expect-error one that is for reading
createSessions<{ seen: ReadonlyMap<string, number> }>({ store });
// @ts-expect-error JSON makes {} of a Set
createSessions<{ seen?: Set<string> }>({ store });
// @ts-expect-error one that is for reading
createSessions<{ seen: ReadonlySet<string> }>({ store });
// @ts-expect-error JSON throws at a bigint
createSessions<{ balance: bigint }>({ store });
// @ts-expect-error a bigint among numbers
createSessions<{ balance: number | bigint }>({ store });
// @ts-expect-error the elements of an array
createSessions<{ visits: Date[] }>({ store });
// @ts-expect-error of one that is for reading, and may be missing
createSessions<{ visits?: readonly (Date | string)[] }>({ store });
// @ts-expect-error of a tuple
createSessions<{ span: [number, Date] }>({ store });
class Moment extends Date {}
// @ts-expect-error a class that is made of it
createSessions<{ since: Moment }>({ store });
interface WithDate {
  since?: Date;
}
// @ts-expect-error from an interface
createSessions<WithDate>({ store });
// @ts-expect-error the other options change nothing
createSessions<WithDate>({ store, preset: "high", onEvent: () => undefined });

// A codec or a schema knows what to do.
expectTypeOf(createSessions<WithDate>({ store, codec })).toEqualTypeOf<Sessions<WithDate>>();
createSessions<{ seen: Map<string, Date>; balance: bigint }>({ store, preset: "high", codec });
const withSchema = createSessions({ store, schema: z.object({ since: z.coerce.date().optional() }) });
expectTypeOf(withSchema.from({}).since).toEqualTypeOf<Date | undefined>();
createSessions<{ since?: Date | undefined }>({
  store,
  schema: z.object({ since: z.coerce.date().optional() }),
});
// @ts-expect-error they are checked as ever
createSessions<WithDate>({ store, codec: { encode: JSON.stringify } });
// @ts-expect-error an unknown option, beside a codec
createSessions<WithDate>({ store, codec, ttl: 5 });
// @ts-expect-error a verb's name, with a codec or without
createSessions<{ login: Date }>({ store, codec });

// What JSON keeps, and what nobody can know, passes.
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
  readonly parent?: Tree;
}
interface Nested {
  user?: { since: Date };
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what others declare
type Any = any;
createSessions<{ any: Any; list: Any[]; unknown: unknown; odd: unknown[]; never: never }>({ store });
createSessions<{ json: Json; list: Json[]; tree?: Tree; trees: Tree[] }>({ store });
createSessions<Nested>({ store });
createSessions<{ text: string; date: `${number}-${number}`; flag: true; kind: "a" | 1; none: null }>({
  store,
});
createSessions<{ object: object; nothing?: undefined; record: Record<string, number>; tuple: [1, "a"] }>({
  store,
});
createSessions<Record<string, Date>>({ store });
createSessions<{ [key: string]: unknown; since: Date }>({ store });
createSessions<object>({ store });
createSessions<Any>({ store });

// Wrappers around it, whose data have no type yet, hand the demand on.
function made<Own extends object>(options: SessionOptions<Own> & DataWithoutVerbs<Own>): Sessions<Own> {
  return createSessions<Own>(options);
}
expectTypeOf(made<{ cart?: string[] }>({ store })).toEqualTypeOf<Sessions<{ cart?: string[] }>>();
made<WithDate>({ store, codec });
// @ts-expect-error JSON makes a text of a Date
made<WithDate>({ store });
export const use = <Own extends Tree>(sessions: Sessions<Own>): Session<Own> => sessions.from({});
