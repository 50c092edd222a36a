import type { Codec } from "./codec.js";
import type { ReservedKey } from "./session.js";

/**
 * Fails to compile when a data key has the name of a verb, or when a field would come back from JSON as something else than its type
 * says, and says which. A codec or a schema may know better. A wrapper of `createSessions` whose data have no type yet takes
 * `SessionOptions<Data> & DataWithoutVerbs<Data>`.
 */
export type DataWithoutVerbs<Data extends object> = string extends keyof Data
  ? unknown
  : [keyof Data & ReservedKey] extends [never]
    ? DataInJson<Data>
    : { readonly "these data keys are names of verbs": keyof Data & ReservedKey };

type DataInJson<Data> = [KeyLostInJson<Data>] extends [never]
  ? unknown
  : | { readonly codec: Codec }
    | { readonly schema: object }
    | {
        // With `& keyof Data` the compiler names the keys, and not the type below.
        readonly "JSON cannot keep these fields; store texts or numbers, or pass a codec or a schema": KeyLostInJson<Data> &
          keyof Data;
      };

/** Fields and elements of arrays, and no deeper: types may be recursive. */
type KeyLostInJson<Data> = {
  [Key in keyof Data]-?: true extends IsLost<Data[Key]> | IsLost<ElementOf<Data[Key]>> ? Key : never;
}[keyof Data];

/** Whether one of a union's types is. Of `any` and `unknown` nobody knows. */
type IsLost<Value> = unknown extends Value
  ? false
  : Value extends Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | bigint
    ? true
    : false;

type ElementOf<Value> = unknown extends Value
  ? never
  : Value extends readonly (infer Element)[]
    ? Element
    : never;
