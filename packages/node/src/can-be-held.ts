import { wireOf, type NodeResponse, type Wire } from "./wire.js";

/** WebSocket servers run middleware on upgrade requests with a stand-in for the response: there is no head to hold. */
export function canBeHeld(response: NodeResponse): boolean {
  const res: Partial<Wire> = wireOf(response);
  return (
    typeof res.writeHead === "function" &&
    typeof res.write === "function" &&
    typeof res.end === "function" &&
    typeof res.setHeader === "function" &&
    typeof res.on === "function" &&
    // The one of socket.io has all of the above, and cannot be written to.
    typeof res.statusCode === "number"
  );
}
