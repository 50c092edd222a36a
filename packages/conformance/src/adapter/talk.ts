import { connect, type Socket } from "node:net";

/** A bare connection: for what no HTTP client would send, or show. */
export interface Connection {
  readonly socket: Socket;
  /** Resolves with all that has come, once that is enough. Rejects when the server hangs up before. */
  until(enough: (received: string) => boolean): Promise<string>;
}

export async function talk(port: number, text: string): Promise<Connection> {
  const socket = connect({ host: "127.0.0.1", port });
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk) => (received += String(chunk)));
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.write(text, "latin1");
  return {
    socket,
    until: (enough) =>
      new Promise((resolve, reject) => {
        const look = (): void => (enough(received) ? resolve(received) : undefined);
        socket.on("data", look).once("error", reject);
        socket.once("close", () =>
          enough(received) ? resolve(received) : reject(new Error(`closed after: ${received}`)),
        );
        look();
      }),
  };
}

export function hangUp({ socket }: Connection): void {
  socket.destroy();
}
