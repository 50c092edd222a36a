import type { RequestListener } from "node:http";
import { expect } from "vitest";

/** A request as the app's server saw it, and what it answered. */
interface Arrival {
  readonly request: string;
  readonly cookie: boolean;
  readonly status: number;
}

export interface Watched {
  readonly app: RequestListener;
  /** Waits for a request such as "POST /cart". The page that sent it may not be able to tell what became of it. */
  arrival(request: string): Promise<Arrival>;
  /** What has come so far counts no more. */
  forget(): void;
}

export function watched(app: RequestListener): Watched {
  const arrivals: Arrival[] = [];
  const find = (request: string): Arrival | undefined => arrivals.find((one) => one.request === request);
  return {
    app: (req, res) => {
      const request = `${req.method} ${req.url}`;
      const cookie = req.headers.cookie !== undefined;
      res.once("finish", () => arrivals.push({ request, cookie, status: res.statusCode }));
      app(req, res);
    },
    async arrival(request) {
      await expect.poll(() => find(request), { timeout: 10_000 }).toBeDefined();
      return find(request)!;
    },
    forget: () => void arrivals.splice(0),
  };
}
