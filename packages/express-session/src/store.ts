import { EventEmitter } from "node:events";
import { type ConnectRecord, type ConnectStore, type StoreCallback } from "@sess/connect-store";
import type { SessionRequest } from "./request.js";
import { revive } from "./revive.js";
import type { Session } from "./session.js";

/** What stores inherit: `class X extends Store`, or `Store.call(this, options)`. */
export interface Store extends EventEmitter, ConnectStore {
  /** Puts a new session on a request. The middleware sets it. */
  generate(req: SessionRequest): void;
  /** Ends the session of a request, and begins another. */
  regenerate(req: SessionRequest, callback: StoreCallback): void;
  /** The session of an id, outside of any request. */
  load(sid: string, callback: StoreCallback<Session>): void;
  /** Puts the session of a record on a request. */
  createSession(req: SessionRequest, record: ConnectRecord): Session;
}

/** A function and no class: half of all stores call it without `new`. */
export const Store: StoreConstructor = function (this: EventEmitter): void {
  EventEmitter.call(this);
} as unknown as StoreConstructor;

interface StoreConstructor {
  new (options?: object): Store;
  (this: object, options?: object): void;
  readonly prototype: Store;
}

const inherited: Pick<Store, "regenerate" | "load" | "createSession"> = {
  regenerate(this: Store, req, callback) {
    this.destroy(String(req.sessionID), (error) => {
      this.generate(req);
      callback(error);
    });
  },
  load(this: Store, sid, callback) {
    this.get(sid, (error, record) => {
      if (error) return callback(error);
      if (!record) return callback();
      const req = { sessionID: sid, sessionStore: this };
      callback(null, this.createSession(req as unknown as SessionRequest, record as ConnectRecord));
    });
  },
  createSession: revive,
};

Object.setPrototypeOf(Store.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Store, EventEmitter);
Object.assign(Store.prototype, inherited);
