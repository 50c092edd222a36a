// One contestant in a process of its own: node server.js FRAMEWORK CONTESTANT REDIS_URL OPTIONS. Whoever forked it is told the port
// and what the contestant can do, and asks for the processor's time that it has used, or for more.
import { contestantsOf, serverOf } from "./frameworks.js";

const [, , framework, name, redisUrl, options] = process.argv;
const contestant = await (await contestantsOf(framework))[name](redisUrl, JSON.parse(options));
const { port } = await (await serverOf(framework))(contestant);

const answers = { cpu: () => process.cpuUsage(), ...contestant.control };
process.on("message", async ({ question, about }) => process.send((await answers[question](about)) ?? null));
process.on("disconnect", () => process.exit());
process.send({ port, verbs: Object.keys(contestant) });
