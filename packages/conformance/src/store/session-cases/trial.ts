import {
  createSessions,
  type HttpExchange,
  type Session,
  type SessionOptions,
  type Sessions,
} from "@sess/core";
import type { Trial } from "../trial.js";

/** What a case works with: sessions on the store under test, in two processes. */
export interface SessionTrial extends Trial {
  /** A user of this case alone. */
  user(): string;
  /** A session manager on the store, or on its peer. */
  process(options?: Partial<SessionOptions>, store?: Trial["store"]): Sessions;
}

export function sessionTrial(trial: Trial): SessionTrial {
  return {
    ...trial,
    user: () => `user-${trial.key()}`,
    process: (options = {}, store = trial.store) =>
      createSessions({ store, clock: trial.clock, onEvent: () => undefined, ...options }),
  };
}

/** Sends the cookie that it was given last, as a browser does. */
export class Device {
  cookie: string | undefined;

  /** A whole request to one of the processes. */
  async visit<T>(sessions: Sessions, handler: (session: Session) => T | Promise<T>): Promise<T> {
    const headers = new Map<string, string>();
    const exchange: HttpExchange = {
      cookieHeader: this.cookie,
      secure: true,
      method: "GET",
      path: "/",
      header: () => undefined,
      responseHeader: (name) => headers.get(name),
      setResponseHeader: (name, value) => void headers.set(name, value),
      appendResponseHeader: (name, value) => void headers.set(name, value),
    };
    const opened = sessions.open(exchange, exchange);
    await opened.loading;
    const result = await handler(opened.session);
    await opened.commit();
    this.cookie = headers.get("Set-Cookie")?.split(";", 1)[0] ?? this.cookie;
    return result;
  }

  userAt(sessions: Sessions): Promise<string | undefined> {
    return this.visit(sessions, ({ userId }) => userId);
  }
}

/** Devices that sign in one after the other. */
export async function signIn(sessions: Sessions, user: string, labels: readonly string[]): Promise<Device[]> {
  const devices = [];
  for (const label of labels) {
    const device = new Device();
    await device.visit(sessions, (session) => session.login(user, { label }));
    devices.push(device);
  }
  return devices;
}
