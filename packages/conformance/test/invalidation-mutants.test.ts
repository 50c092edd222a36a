import { invalidationCases } from "../src/index.js";
import { invalidationMutants } from "./mutants/invalidations.js";
import { describeSuite } from "./support/mutant-suite.js";

describeSuite("invalidation suite", invalidationCases, invalidationMutants);
