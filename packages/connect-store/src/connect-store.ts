/** How a store answers, after Node's custom: the error first. */
export type StoreCallback<Value = void> = (error?: unknown, value?: Value) => void;

/**
 * A store as it was written for express-session, by the shape alone. Each method calls back, or returns a promise, or both; every
 * class and every factory's product that express-session works with fits.
 */
export interface ConnectStore {
  /** Hands over the record of a session; nothing, or an error with the code `ENOENT`, where there is none. */
  get(sid: string, callback: (error: unknown, record?: object | null) => void): unknown;
  /** Puts a record in place of whatever was there. */
  set(sid: string, record: object, callback?: (error?: unknown) => void): unknown;
  /** Removes a record; one that is not there is no error. */
  destroy(sid: string, callback?: (error?: unknown) => void): unknown;
  /** Moves the deadline to that of `record.cookie`, and changes nothing else. */
  touch?(sid: string, record: object, callback?: (error?: unknown) => void): unknown;
  /** Hands over all records: as a list, or by their ids. */
  all?(callback: (error: unknown, records?: object | null) => void): unknown;
  /** Hands over how many there are. */
  length?(callback: (error: unknown, length?: number) => void): unknown;
  /** Removes all. */
  clear?(callback?: (error?: unknown) => void): unknown;
}

/** A record as such a store hands it over: the app's data, and the cookie's attributes beside them. */
export type ConnectRecord = Record<string, unknown>;

/** Whether something is a store of this kind: asked of the shape, for a copy of a package has classes of its own. */
export function isConnectStore(value: unknown): value is ConnectStore {
  if (typeof value !== "object" || value === null) return false;
  return ["get", "set", "destroy"].every((name) => typeof Reflect.get(value, name) === "function");
}
