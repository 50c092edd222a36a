import { relative } from "node:path";

/**
 * A package's manifest with the repository that it is built in. Provenance is refused by the registry when that is not where the build says
 * it has run, and a fork must not publish under this one's name; so the build fills it in.
 *
 * @param {object} manifest
 * @param {{ repository: string, root: string, folder: string }} where `repository` is owner and name
 */
export function withRepository(manifest, { repository, root, folder }) {
  return {
    ...manifest,
    repository: {
      type: "git",
      url: `git+https://github.com/${repository}.git`,
      directory: relative(root, folder).replaceAll("\\", "/"),
    },
  };
}

/** What keeps a release from being published with provenance; undefined for nothing. */
export function obstacle({ GITHUB_REPOSITORY, ACTIONS_ID_TOKEN_REQUEST_URL }) {
  if (!/^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY ?? ""))
    return "GITHUB_REPOSITORY is not set: a release is published by the workflow, and from nowhere else.";
  if (!ACTIONS_ID_TOKEN_REQUEST_URL)
    return "There is no identity to sign the provenance with: the workflow needs `id-token: write`.";
  return undefined;
}
