/** The data of sessions that no type was given for. */
export type SessionData = Record<string, unknown>;

/**
 * What checks a session's data: any Standard Schema (https://standardschema.dev), of zod, valibot, arktype and others. It must be
 * synchronous, must fit an empty session, and must fit what it returns itself: data go through it each time that they are read.
 */
export interface DataSchema<Data extends object = SessionData> {
  /** What the standard asks for. `validate` is all that is called. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
      options?: undefined,
    ) => SchemaResult<Data> | Promise<SchemaResult<Data>>;
    readonly types?: { readonly input: unknown; readonly output: Data } | undefined;
  };
}

/** What a schema says of a value: what the value is, or what is wrong with it. */
export type SchemaResult<Data> =
  { readonly value: Data; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong. `path` leads to it. The message is not used: it may quote the value. */
export interface SchemaIssue {
  /** The library's words. */
  readonly message: string;
  /** From the data to the value, outermost first. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Data of an earlier version of the app, by their names. */
export type EarlierData = Record<string, unknown>;

/** The part of `createSessions`' options that is about the shape of data. */
export interface DataOptions<Data extends object> {
  /**
   * What a session's data look like: any Standard Schema (zod, valibot, arktype). It gives the data their type, is asked when a session is
   * read, and again before data are written: what does not fit then is not stored (DATA_MISFIT). What it makes of the data, defaults
   * for example, is what the app gets. Default: data are taken as they are.
   */
  readonly schema?: DataSchema<Data>;
  /**
   * The version of the data's shape, a whole number from 1 (default 1). Each record says which one wrote it; without a schema it is 0.
   * Raise it when `upgrade` has to see the data that are there.
   */
  readonly dataVersion?: number;
  /**
   * Makes today's data of those that an earlier version wrote, or that do not fit. `fromVersion` is 0 for what was stored before there
   * was a schema, or by another library. Any field may be missing: defaults are stored only
   * along with a change. What it returns must fit the schema; undefined gives up. It must be synchronous, and depend on its arguments
   * alone: it runs with every read until the session is next written.
   */
  readonly upgrade?: (old: EarlierData, fromVersion: number) => NoInfer<Partial<Data>> | undefined;
  /**
   * What becomes of a session whose data do not fit, and cannot be upgraded. `"refuse"` (default): the request has no session, and
   * the record stays for a version of the app that knows it. `"clear"`: the user stays signed in, with no data.
   */
  readonly misfit?: "refuse" | "clear";
}

/** {@link DataOptions} with every default filled in. */
export interface DataPolicy {
  readonly schema: DataSchema<object>;
  readonly version: number;
  readonly upgrade: ((old: EarlierData, fromVersion: number) => object | undefined) | undefined;
  readonly misfit: "refuse" | "clear";
}
