export { answer } from "./answer.js";
export { casesOf, type FetchSubject } from "./cases.js";
export { serving } from "./serving.js";
export { visiting } from "./visiting.js";
