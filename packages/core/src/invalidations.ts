/**
 * Tells which records have changed, whoever changed them: a capability of a store, at `store.invalidations`, for caches in
 * front of it.
 *
 * Every change of a record's fields, and every deletion, is announced. A deadline that moves is not, nor is expiry: a
 * cache knows the deadline that it read, and must not serve a record after it.
 */
export interface Invalidations {
  /** Begins to listen. `invalidated` is called with the key of each record that has changed. */
  listen(invalidated: (key: string) => void): InvalidationFeed;
}

/** What one listener hears. */
export interface InvalidationFeed {
  /**
   * Where the changes of a key are heard, as of now. Undefined while there is no connection.
   *
   * A source is one unbroken connection. When it breaks, or when the key has moved to another server, this returns a
   * different object from then on, and nothing is known of what happened in between: what was cached under the old one
   * must not be served.
   */
  sourceOf(key: string): InvalidationSource | undefined;
  /** Stops listening. */
  close(): Promise<void>;
}

/** One unbroken connection on which changes are heard, in order. */
export interface InvalidationSource {
  /**
   * Resolves when everything that changed before this call has been announced to the listener. Rejects when that cannot
   * be known any more, because the connection broke or its server is no longer asked; it may stay pending as long as the network is silent.
   */
  barrier(): Promise<void>;
}
