import type { HttpExchange } from "@sess/core";
import type { Keeper, Loaded } from "./keeper.js";
import { follow } from "./load.js";
import { knownOf, type SessionShape } from "./session-shape.js";
import type { State } from "./state.js";

/** Where a request's session is kept. Work that comes to nothing there is done where a native process has taken it meanwhile. */
export class Whereabouts {
  readonly #state: State;
  readonly #exchange: HttpExchange;

  constructor(state: State, exchange: HttpExchange) {
    this.#state = state;
    this.#exchange = exchange;
  }

  load(sid: string): Promise<Loaded | undefined> {
    return this.#work(sid, (keeper) => keeper.load(sid));
  }

  /** The session knows afterwards whether it is gone. */
  async save(session: SessionShape): Promise<void> {
    const isKept = await this.#work(session.id, (keeper) => keeper.save(session));
    knownOf(session).isGone = !isKept;
  }

  destroy(sid: string): Promise<void> {
    return this.#work(sid, (keeper) => keeper.destroy(sid));
  }

  async #work<T>(sid: string, work: (keeper: Keeper) => Promise<T>): Promise<T> {
    const result = await work(this.#state.keeper);
    return result || !(await follow(this.#state, this.#exchange, sid)) ? result : work(this.#state.keeper);
  }
}
