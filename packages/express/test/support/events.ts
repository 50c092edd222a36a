import type { Socket } from "socket.io-client";
import type { WebSocket } from "ws";

/** Waits until a WebSocket is open; rejects when the server refuses it. */
export async function opened(socket: WebSocket): Promise<WebSocket> {
  await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

/** Sends a message, and returns the answer to it. */
export function exchange(socket: WebSocket, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once("message", (data: Buffer) => resolve(data.toString())).once("error", reject);
    socket.send(message);
  });
}

/** Waits until a socket.io client is connected; rejects when the server refuses it. */
export async function connected(socket: Socket): Promise<Socket> {
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  return socket;
}
