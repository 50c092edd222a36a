// One contestant in a process of its own: node server.js FRAMEWORK CONTESTANT REDIS_URL. Whoever forked it is told the port and
// what the contestant can do, and asks for the processor's time that it has used.
import { contestantsOf, serverOf } from "./contestants/index.js";

const [, , framework, name, redisUrl] = process.argv;
const contestant = await (await contestantsOf(framework))[name](redisUrl);
const { port } = await (await serverOf(framework))(contestant);

process.on("message", () => process.send(process.cpuUsage()));
process.on("disconnect", () => process.exit());
process.send({ port, verbs: Object.keys(contestant) });
