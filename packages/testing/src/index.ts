export { fakeClock, type FakeClock } from "./fake-clock.js";
export { faulty, type FaultyStore, type HeldCall, type StoreCall } from "./faulty-store.js";
export type { SessionCookie } from "./session-cookie.js";
export { signIn, type SignInOptions } from "./sign-in.js";
