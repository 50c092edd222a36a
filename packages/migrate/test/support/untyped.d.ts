declare module "koa-generic-session" {
  import type { Middleware } from "koa";
  export default function session(options: { store: object; [option: string]: unknown }): Middleware;
}

declare module "koa-redis" {
  interface Store {
    get(key: string): Promise<unknown>;
    destroy(key: string): Promise<unknown>;
    quit(): Promise<unknown>;
  }
  export default function redisStore(options: { port: number }): Store;
}
