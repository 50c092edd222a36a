import { answer } from "./app.js";

declare const Bun: {
  serve(options: { hostname: string; port: number; fetch: typeof answer }): { readonly port: number };
};

const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
console.log(JSON.stringify({ port }));
