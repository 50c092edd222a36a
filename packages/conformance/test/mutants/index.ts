import { changeMutants } from "./change.js";
import { createMutants } from "./create.js";
import { deleteMutants } from "./delete.js";
import type { Mutants } from "./mutant.js";
import { patchMutants } from "./patch.js";
import { readMutants } from "./read.js";
import { sharingMutants } from "./sharing.js";
import { textMutants } from "./text.js";

export const mutants: Mutants = {
  ...createMutants,
  ...readMutants,
  ...patchMutants,
  ...changeMutants,
  ...deleteMutants,
  ...sharingMutants,
  ...textMutants,
};
