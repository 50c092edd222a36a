// Node B revokes, and meanwhile node A is asked again and again until it refuses.
/* global document */
const button = /** @type {HTMLButtonElement} */ (document.getElementById("revoke"));
const everywhere = /** @type {HTMLInputElement} */ (document.getElementById("everywhere"));

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    show(await race());
    part("times").hidden = false;
  } catch {
    part("failed").hidden = false;
  }
});

async function race() {
  const before = await hits();
  // Until node A has the session in its memory.
  for (let tries = 0; tries < 100 && (await hits()) === before; tries++) await ask("/me");
  const clickedAt = performance.now();
  let failed = false;
  const answered = revoke().then(
    () => performance.now(),
    (error) => {
      failed = true;
      throw error;
    },
  );
  while (!failed && (await ask("/me")).ok);
  const refusedAt = performance.now();
  const answeredAt = await answered;
  return {
    refusedMs: refusedAt - clickedAt,
    answeredMs: answeredAt - clickedAt,
    fromMemory: (await hits()) - before,
  };
}

async function revoke() {
  const body = new URLSearchParams({ everywhere: String(everywhere.checked) });
  const answer = await fetch("/revoke?node=B", { method: "POST", body });
  if (!answer.ok) throw new Error(`Node B: ${answer.status}`);
}

/** @param {string} path */
async function ask(path) {
  const answer = await fetch(`${path}?node=A`, { cache: "no-store" });
  if (answer.status >= 500) throw new Error(`Node A: ${answer.status}`);
  return answer;
}

/** How often node A has answered from its memory. @returns {Promise<number>} */
async function hits() {
  return (await (await ask("/hits")).json()).hits;
}

/** @param {Awaited<ReturnType<typeof race>>} times */
function show({ refusedMs, answeredMs, fromMemory }) {
  part("refused").textContent = `${refusedMs.toFixed(1)} ms`;
  part("answered").textContent = `${answeredMs.toFixed(1)} ms`;
  part("memory").textContent = String(fromMemory);
}

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
