import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pin, SERVER_CORE } from "../report/cores.js";
import { login } from "./client.js";
import { userName } from "./data.js";

const server = fileURLToPath(new URL("server.js", import.meta.url));
const AT_ONCE = 32;

/** A contestant in a process of its own. */
export class AppProcess {
  /** Cookies of those who are signed in. */
  visitors = [];

  /**
   * @param {string} [profile] a folder for the processor's profile of the whole run
   * @param {object} [options] what the contestant is made with
   * @param {number | string} [core] where it may run: on the servers' core, unless set
   */
  static async start({ framework, name, redisUrl, profile, options = {}, core = SERVER_CORE }) {
    const profiling = ["--cpu-prof", `--cpu-prof-dir=${profile}`];
    const file = `--cpu-prof-name=${framework} ${name}.cpuprofile`;
    const child = fork(server, [framework, name, redisUrl, JSON.stringify(options)], {
      env: { ...process.env, NODE_ENV: "production" },
      execArgv: profile === undefined ? [] : [...profiling, file],
    });
    const failed = once(child, "exit").then(() => Promise.reject(new Error(`${framework}: ${name} ended`)));
    const [{ port, verbs }] = await Promise.race([once(child, "message"), failed]);
    failed.catch(() => {}); // From now on it ends when it is told to.
    pin(child.pid, core);
    return new AppProcess(child, name, port, verbs);
  }

  constructor(child, name, port, verbs) {
    this.child = child;
    this.name = name;
    this.port = port;
    this.verbs = verbs;
  }

  async signIn(count) {
    const users = Array.from({ length: count }, (_, i) => userName(i));
    for (let i = 0; i < count; i += AT_ONCE) {
      const some = users.slice(i, i + AT_ONCE);
      this.visitors.push(...(await Promise.all(some.map((user) => login(this.port, user)))));
    }
  }

  /** @returns the processor's time that the process has used so far, in microseconds */
  async cpu() {
    const { user, system } = await this.ask("cpu");
    return user + system;
  }

  /** One question at a time. */
  async ask(question, about) {
    this.child.send({ question, about });
    const [answer] = await once(this.child, "message");
    return answer;
  }

  async stop() {
    this.child.disconnect();
    await once(this.child, "exit");
  }
}
