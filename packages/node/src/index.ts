export { attach, type AttachOptions } from "./attach.js";
export { pageHeaders, statusOf } from "./failed-response.js";
export type { Opener, Saved } from "./ports.js";
export { type Finder, sessionProperty } from "./session-property.js";
export { withSessions, type WithSessionsOptions } from "./with-sessions.js";
export type { NodeRequest, NodeResponse } from "./wire.js";
