import { it } from "vitest";
import { follows } from "./cases/follows.js";

it.each(follows)("$name", ({ run }) => run());
