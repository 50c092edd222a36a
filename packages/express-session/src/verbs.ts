import { callStore, isConnectStore } from "@sess/connect-store";
import type { SessionShape } from "./session-shape.js";

/** What a session's verbs do. */
export interface Verbs {
  save(session: SessionShape): Work;
  reload(session: SessionShape): Work;
  destroy(session: SessionShape): Work;
  regenerate(session: SessionShape): Work;
}

/** A verb at work. */
export interface Work {
  readonly done: Promise<void>;
  /** Somebody wants to know how it ends. */
  observed: boolean;
}

const verbsByRequest = new WeakMap<object, Verbs>();

export function setVerbs(req: object, verbs: Verbs): void {
  verbsByRequest.set(req, verbs);
}

/** Those of the request that a session belongs to. */
export function verbsOf({ req }: SessionShape): Verbs {
  return verbsByRequest.get(req) ?? outsideRequests;
}

/** For a session that `store.load` has made: it has a store, and nothing else. */
const outsideRequests: Verbs = {
  save: (session) => work(ask(session, "set", [session.id, session])),
  destroy: (session) => {
    delete session.req.session;
    return work(ask(session, "destroy", [session.id]));
  },
  reload: () => work(noRequest("reload")),
  regenerate: () => work(noRequest("regenerate")),
};

function work(done: Promise<void>): Work {
  return { done, observed: false };
}

async function ask(
  { req }: SessionShape,
  method: "set" | "destroy",
  args: readonly unknown[],
): Promise<void> {
  const { sessionStore } = req;
  if (!isConnectStore(sessionStore)) throw new TypeError("this session has no store");
  await callStore(sessionStore, method, args, TIMEOUT_MS);
}

const TIMEOUT_MS = 2000;

async function noRequest(verb: string): Promise<never> {
  throw new Error(`${verb}() needs a request, and this session was loaded without one`);
}
