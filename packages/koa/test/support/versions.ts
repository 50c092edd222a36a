import Koa3 from "koa";
import Koa2 from "koa2";

/** For `describe.each`: what is promised holds on both. */
export const versions: [name: string, App: typeof Koa3][] = [
  ["Koa 3", Koa3],
  ["Koa 2", Koa2],
];
