import { userIndexCases } from "../src/index.js";
import { userIndexMutants } from "./mutants/user-index.js";
import { describeSuite } from "./support/mutant-suite.js";

describeSuite("user index suite", userIndexCases, userIndexMutants, [
  "an entry lives one millisecond too long",
  "an entry ends one millisecond too soon",
]);
