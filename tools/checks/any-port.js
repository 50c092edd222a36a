// Loaded into an app of the documentation before it starts: whatever port it asks for, it gets a free one, and tells which.
// `app.listen(3000)` is what a reader should see, and cannot be had twice on one machine.
import { Server } from "node:net";

const { listen } = Server.prototype;

Server.prototype.listen = function (where, ...rest) {
  const named = typeof where === "object" && where !== null;
  if ((named ? where.port : where) !== 3000) return listen.call(this, where, ...rest);
  this.once("listening", () => process.send({ port: this.address().port }));
  return listen.call(this, named ? { ...where, port: 0 } : 0, ...rest);
};

// Nobody would ask it any more.
process.on("disconnect", () => process.exit());
// To listen for that is no reason to stay.
process.channel.unref();
