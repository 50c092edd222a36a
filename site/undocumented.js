import { ReflectionKind } from "typedoc";

/**
 * Packages that speak for other libraries: express-session's exports, cookies and stores, clients that people have. What their
 * members mean is said there.
 */
const members = { "@sess/connect-store": false, "@sess/migrate": false };
const all = { "@sess/express-session": false };

const open = ReflectionKind.Class | ReflectionKind.Interface;

/** One line for each export, and each member of an exported class or interface, that has no docstring. */
export function undocumented(project) {
  return project.children.flatMap((module) => {
    if (all[module.name] === false) return [];
    const found = module.children.flatMap((item) => {
      const inside = item.kindOf(open) && members[module.name] !== false ? (item.children ?? []) : [];
      return [item, ...inside].filter((candidate) => !isDocumented(candidate));
    });
    return found.map((item) => `${module.name}: ${item.getFriendlyFullName()} has no docstring`);
  });
}

/** A function that is overloaded needs but one, and so does an accessor. What comes from another library has its own. */
function isDocumented(item) {
  const { signatures = [], getSignature, setSignature } = item;
  const described = [item, ...signatures, getSignature, setSignature].some((one) => one?.hasComment());
  return described || item.kindOf(ReflectionKind.Constructor) || item.inheritedFrom !== undefined;
}
