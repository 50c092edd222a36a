import { answering } from "./app.js";

interface Server {
  readonly port: number;
  upgrade(request: Request, options: { data: string }): boolean;
}
interface Socket {
  readonly data: string;
  send(text: string): void;
}
declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    fetch: ReturnType<typeof answering>;
    websocket: { open(socket: Socket): void; message(): void };
  }): Server;
};

const server: Server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: answering((request, data) => {
    server.upgrade(request, { data });
    return undefined;
  }),
  websocket: { open: (socket) => socket.send(socket.data), message: () => {} },
});
console.log(JSON.stringify({ port: server.port }));
