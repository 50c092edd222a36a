import type { CrossOriginOptions, CrossOriginPolicy } from "./options.js";
import { trustedOriginsOf } from "./origin.js";
import { knownNames, objectOption, oneOf, refuse } from "./validate.js";

/** A method that the guard looks at, and a path as it comes over the wire. */
const ROUTE_GRAMMAR = /^(?!GET |HEAD |OPTIONS )[A-Z]+ \/[^\s?#*]*$/;

export function crossOriginPolicyOf(options: unknown): CrossOriginPolicy {
  const given: CrossOriginOptions = objectOption("crossOrigin", options);
  knownNames("crossOrigin", given, ["trustedOrigins", "exempt", "mode"]);
  const { trustedOrigins = [], exempt = [], mode = "enforce" } = given;
  return {
    trustedOrigins: trustedOriginsOf(trustedOrigins),
    exempt: exemptOf(exempt),
    mode: oneOf("crossOrigin.mode", mode, ["enforce", "report", "off"]),
  };
}

function exemptOf(option: unknown): readonly string[] {
  if (!Array.isArray(option)) return refuse("crossOrigin.exempt", option, "an array of routes");
  return option.map((route: unknown, index) =>
    typeof route === "string" && ROUTE_GRAMMAR.test(route)
      ? route
      : refuse(
          `crossOrigin.exempt[${index}]`,
          route,
          'a method that changes something and an exact path, such as "POST /webhooks/stripe", without pattern or query',
        ),
  );
}
