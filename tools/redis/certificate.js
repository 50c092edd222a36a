import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * Makes a certificate for 127.0.0.1, which is its own authority. Node cannot; openssl is where a TLS server is.
 *
 * @param {string} folder
 */
export async function certify(folder) {
  const key = join(folder, "key.pem");
  const certificate = join(folder, "certificate.pem");
  const args = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split(" ");
  const names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  await promisify(execFile)("openssl", [...args, ...names, "-keyout", key, "-out", certificate]);
  return {
    ca: await readFile(certificate, "utf8"),
    config: {
      "tls-key-file": key,
      "tls-cert-file": certificate,
      "tls-ca-cert-file": certificate,
      "tls-auth-clients": "no",
    },
  };
}
