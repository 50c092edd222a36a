export { callStore, type StoreMethod } from "./call-store.js";
export { connectPort, type ConnectPort, type ConnectPortOptions } from "./connect-port.js";
export {
  type ConnectRecord,
  type ConnectStore,
  isConnectStore,
  type StoreCallback,
} from "./connect-store.js";
export { cookieValues } from "./cookie-values.js";
export { type Secret, signSessionId, type UnsignedId, unsignSessionId } from "./signature.js";
export { Cookie, type CookieAttributes, type CookieData } from "./cookie.js";
export {
  type ConnectCapabilities,
  type ConnectSessionStore,
  fromConnectStore,
  type FromConnectStoreOptions,
} from "./from-connect-store.js";
