import { startRedis } from "@sess/test-redis";
import { Redis } from "ioredis";
import { LOAD_CORE, pin } from "./cores.js";

/** A Redis of its own, and what it says about itself. */
export class MeasuredRedis {
  static async start(core = LOAD_CORE) {
    const server = await startRedis();
    pin(server.pid, core);
    return new MeasuredRedis(server, new Redis(server.url));
  }

  constructor(server, client) {
    this.server = server;
    this.client = client;
    this.url = server.url;
    this.flavour = server.flavour;
  }

  /** @returns the time that its one thread has used so far, in microseconds */
  async cpu() {
    const seconds = numbersIn(await this.client.info("cpu"));
    return (seconds.used_cpu_sys_main_thread + seconds.used_cpu_user_main_thread) * 1e6;
  }

  async usedMemory() {
    return numbersIn(await this.client.info("memory")).used_memory;
  }

  /**
   * Counts what clients send while `work` runs. Not by INFO commandstats: that counts what scripts call as well.
   * @returns {Promise<Record<string, number>>} by the name of the command
   */
  async commandsOf(work) {
    const counts = {};
    const monitor = await this.client.monitor();
    monitor.on("error", () => {}); // What still comes when it is closed.
    monitor.on("monitor", (_time, [command], source) => {
      const name = command.toLowerCase();
      if (source !== "lua" && name !== "info") counts[name] = (counts[name] ?? 0) + 1;
    });
    await work();
    await this.client.info("cpu"); // What was sent before has been seen by then.
    monitor.disconnect();
    return counts;
  }

  async clear() {
    await this.client.flushall();
  }

  async stop() {
    this.client.disconnect();
    await this.server.stop();
  }
}

const numbersIn = (info) =>
  Object.fromEntries(
    [...info.matchAll(/^(\w+):([\d.]+)\r$/gm)].map(([, name, text]) => [name, Number(text)]),
  );
