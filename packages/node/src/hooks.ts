import type { Readable } from "node:stream";
import type { Wire } from "./wire.js";

/** Who is asked in place of a response's own methods. */
export interface Holder {
  writeHead(args: unknown[]): unknown;
  flushHeaders(args: unknown[]): unknown;
  write(args: unknown[]): unknown;
  end(args: unknown[]): unknown;
  close(): void;
  pipe(source: Readable): void;
}

const holder: unique symbol = Symbol("@sess/holder");
type HeldWire = Wire & { [holder]?: Holder };

/**
 * Puts a holder in front of a response. All responses share the functions for it: functions of its own would cost each response more than
 * all else that an anonymous request does. A second holder on the same response gets its own.
 */
export function hook(res: HeldWire, by: Holder): void {
  const isFirst = res[holder] === undefined;
  if (isFirst) res[holder] = by;
  const hooks = isFirst ? SHARED : hooksFor(() => by);
  res.writeHead = hooks.writeHead;
  res.flushHeaders = hooks.flushHeaders;
  res.write = hooks.write;
  res.end = hooks.end;
  res.on("close", hooks.close);
  res.on("pipe", hooks.pipe);
}

type Hooks = Pick<Wire, "writeHead" | "flushHeaders" | "write" | "end"> & {
  close(): void;
  pipe(source: Readable): void;
};

function hooksFor(holderOf: (res: HeldWire) => Holder | undefined): Hooks {
  return {
    writeHead(this: HeldWire, ...args) {
      return holderOf(this)?.writeHead(args);
    },
    flushHeaders(this: HeldWire, ...args) {
      return holderOf(this)?.flushHeaders(args);
    },
    write(this: HeldWire, ...args) {
      return holderOf(this)?.write(args);
    },
    end(this: HeldWire, ...args) {
      return holderOf(this)?.end(args);
    },
    close(this: HeldWire) {
      holderOf(this)?.close();
    },
    pipe(this: HeldWire, source) {
      holderOf(this)?.pipe(source);
    },
  };
}

const SHARED: Hooks = hooksFor((res) => res[holder]);
