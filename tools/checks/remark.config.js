import validateLinks from "remark-validate-links";

/** Relative links and their anchors, no network. */
export default { plugins: [[validateLinks, { repository: false }]] };
