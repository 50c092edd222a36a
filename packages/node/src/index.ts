export { attach, type AttachOptions } from "./attach.js";
export { canBeHeld } from "./can-be-held.js";
export { pageHeaders, statusOf } from "./failed-response.js";
export type { PendingReply } from "./node-exchange.js";
export type { Opener, Saved } from "./ports.js";
export { type Finder, sessionProperty } from "./session-property.js";
export { withSessions, type WithSessionsOptions } from "./with-sessions.js";
export type { HeaderValue, NodeRequest, NodeResponse } from "./wire.js";
