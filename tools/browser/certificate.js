import { X509Certificate, createHash } from "node:crypto";
import { generate } from "selfsigned";

/** @type {import("./index.js").Certificate} */
export const certificate = await generate([{ name: "commonName", value: "app.test" }], {
  keyType: "ec",
}).then(({ private: key, cert }) => ({ key, cert }));

const key = new X509Certificate(certificate.cert).publicKey.export({ type: "spki", format: "der" });

/** How Chromium names the key that it is to trust. */
export const pin = createHash("sha256").update(key).digest("base64");
