import { storeCases } from "../src/index.js";
import { mutants } from "./mutants/index.js";
import { describeSuite } from "./support/mutant-suite.js";

describeSuite("store suite", storeCases, mutants, [
  "a record lives one millisecond too long",
  "a record ends one millisecond too soon",
]);
