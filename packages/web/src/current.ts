/** Shared by all copies of this package. */
const CURRENT: unique symbol = Symbol.for("@sess/web current");

interface Holder {
  readonly session: object;
}

type Carrier = object & { [CURRENT]?: Holder };

/** With two managers, the one that was opened last. */
export function setCurrent(request: Carrier, opened: Holder): void {
  request[CURRENT] = opened;
}

/** The session that a request was given last; undefined where it has none. */
export function currentOf(request: Carrier): object | undefined {
  return request[CURRENT]?.session;
}
