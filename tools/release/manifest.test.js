import { expect, test } from "vitest";
import { obstacle, withRepository } from "./manifest.js";

test("a manifest says where it was built", () => {
  const where = { repository: "owner/sess", root: "/build", folder: "/build/packages/core" };
  expect(withRepository({ name: "@sess/core" }, where)).toEqual({
    name: "@sess/core",
    repository: {
      type: "git",
      url: "git+https://github.com/owner/sess.git",
      directory: "packages/core",
    },
  });
});

const workflow = { GITHUB_REPOSITORY: "owner/sess", ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.test" };

test("nothing is published but by the workflow, with an identity", () => {
  expect(obstacle(workflow)).toBeUndefined();
  expect(obstacle({})).toMatch(/by the workflow/);
  expect(obstacle({ ...workflow, GITHUB_REPOSITORY: "owner/sess; rm" })).toMatch(/by the workflow/);
  expect(obstacle({ ...workflow, ACTIONS_ID_TOKEN_REQUEST_URL: "" })).toMatch(/id-token/);
});
