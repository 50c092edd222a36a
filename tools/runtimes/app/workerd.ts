import { answer } from "./app.js";

const worker: { readonly fetch: typeof answer } = { fetch: answer };
export default worker;
