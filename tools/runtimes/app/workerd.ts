import { answering } from "./app.js";

interface WorkersSocket {
  accept(): void;
  send(text: string): void;
}
declare const WebSocketPair: new () => { readonly 0: object; readonly 1: WorkersSocket };

const fetch: ReturnType<typeof answering> = answering((_, text) => {
  const { 0: theirs, 1: ours } = new WebSocketPair();
  ours.accept();
  ours.send(text);
  const head: ResponseInit & { readonly webSocket: object } = { status: 101, webSocket: theirs };
  return new Response(null, head);
});
const worker: { readonly fetch: typeof fetch } = { fetch };
export default worker;
