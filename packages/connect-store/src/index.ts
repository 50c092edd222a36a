export { callStore, type StoreMethod } from "./call-store.js";
export { connectPort, type ConnectPort, type ConnectPortOptions, isAbsent } from "./connect-port.js";
export {
  type ConnectRecord,
  type ConnectStore,
  isConnectStore,
  type StoreCallback,
} from "./connect-store.js";
export { Cookie } from "./cookie.js";
export type { CookieAttributes, CookieData } from "./cookie-attributes.js";
export { cookieLine } from "./cookie-line.js";
export { cookieValues, rawCookieValues } from "./cookie-values.js";
export {
  type ConnectCapabilities,
  type ConnectSessionStore,
  fromConnectStore,
  type FromConnectStoreOptions,
} from "./from-connect-store.js";
export { type Answer, inTime } from "./in-time.js";
export { type KeyedQueue, queueOf } from "./keyed-queue.js";
export { MOVED_KEY, nameOfNative, nativeNameOf } from "./native-names.js";
export {
  base64Signature,
  isSameText,
  type Secret,
  signSessionId,
  type UnsignedId,
  unsignSessionId,
} from "./signature.js";
export { timeoutOption } from "./timeout-option.js";
