export { Later, Stop } from "./later.js";
export { testSessions, type TestData, type TestSessions } from "./sessions.js";
export { type AskOptions, Visitor, visitorAt } from "./visitor.js";
