export type { Codec } from "./codec.js";
export { SessionError, type SessionErrorCode } from "./errors.js";
export type { OnEvent, SessionEvent, StoreOperation } from "./events.js";
export type { HttpExchange } from "./exchange.js";
export type { InvalidationFeed, Invalidations, InvalidationSource } from "./invalidations.js";
export type { Clock, CookieOptions, SessionOptions } from "./options.js";
export type { PresetName } from "./presets.js";
export type { RequestSession } from "./request-session.js";
export { loginError, type SessionFinder } from "./require-login.js";
export type {
  DataWithoutVerbs,
  Draft,
  LoginOptions,
  ReservedKey,
  Session,
  SessionCallback,
  SessionData,
  SessionVerbs,
} from "./session.js";
export { createSessions, type Sessions } from "./sessions.js";
export type {
  DeleteCondition,
  DeleteOutcome,
  Fields,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "./store.js";
export type { LoadedSession, LoadOptions, UpgradeRequest } from "./upgrade.js";
export type { UserIndex } from "./user-index.js";
export type { ListedSession, RevokeOptions } from "./user-sessions.js";
