import { answering } from "./app.js";

interface Upgraded {
  readonly socket: { onopen: () => void; send(text: string): void };
  readonly response: Response;
}
declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen(address: { port: number }): void },
    handler: ReturnType<typeof answering>,
  ): unknown;
  upgradeWebSocket(request: Request): Upgraded;
};

Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(JSON.stringify({ port })) },
  answering((request, text) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.send(text);
    return response;
  }),
);
