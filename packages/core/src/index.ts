export type { Codec } from "./codec.js";
export type {
  DataOptions,
  DataSchema,
  EarlierData,
  SchemaIssue,
  SchemaResult,
  SessionData,
} from "./data-schema.js";
export type { DataWithoutVerbs } from "./data-types.js";
export { EPOCH_KEY } from "./epoch.js";
export type { EverywhereOptions } from "./everywhere.js";
export { SessionError, type SessionErrorCode } from "./errors.js";
export { warnOnConsole } from "./console.js";
export type { ImportRefusal, OnEvent, SessionEvent, StoreOperation } from "./events.js";
export type { HttpExchange } from "./exchange.js";
export type { InvalidationFeed, Invalidations, InvalidationSource } from "./invalidations.js";
export type { AssuranceLevel } from "./assurance-level.js";
export type { LoginDemand } from "./login-demand.js";
export type {
  AnonymousOptions,
  Clock,
  CookieOptions,
  CrossOriginOptions,
  CrossOriginPolicy,
  SessionOptions,
} from "./options.js";
export type { Migration, OldData, OldRecord, OldSession } from "./migration.js";
export type { PolicyReport, SessionLimits } from "./policy-report.js";
export type { PresetName } from "./presets.js";
export type { RequestSession } from "./request-session.js";
export { RESERVED_KEYS } from "./reserved.js";
export type { RevokeOptions } from "./revocation.js";
export {
  type CheckedRequest,
  csrfCheck,
  loginCheck,
  type RequireCsrfTokenOptions,
  type RequireLoginOptions,
  type SessionFinder,
} from "./route-checks.js";
export type { Draft, LoginOptions, ReservedKey, Session, SessionCallback, SessionVerbs } from "./session.js";
export { checkSessions } from "./check-sessions.js";
export { createSessions, type FromOptions, type Sessions } from "./sessions.js";
export type {
  DeleteCondition,
  DeleteOutcome,
  Fields,
  NearRecords,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "./store.js";
export type { LoadedSession, UpgradeRequest } from "./upgrade.js";
export type { UserIndex } from "./user-index.js";
export type { ListedSession, ListOptions } from "./user-sessions.js";
export { VerbPromise } from "./verb-promise.js";
