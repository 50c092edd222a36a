// "Click 20 times at once": without JavaScript the page works as well, only without this button.
/* global document, DOMParser */

const clicks = 20;
const section = /** @type {HTMLElement} */ (document.getElementById("clicks"));
const button = /** @type {HTMLButtonElement} */ (section.querySelector("button"));
const output = /** @type {HTMLOutputElement} */ (section.querySelector("output"));
const items = [...document.querySelectorAll("button[name=item]")].map(
  (add) => add.getAttribute("value") ?? "",
);

section.hidden = false;
button.addEventListener("click", async () => {
  button.disabled = true;
  output.textContent = "Clicking…";
  try {
    const before = counted();
    const answers = await Promise.all(
      Array.from({ length: clicks }, (_, i) => add(items[i % items.length] ?? "")),
    );
    const failed = answers.filter(({ ok }) => !ok).length;
    await refresh();
    output.textContent = `${clicks} clicks at once, ${counted() - before} counted${failed ? `, ${failed} failed` : ""}.`;
  } catch {
    output.textContent = "The server did not answer.";
  }
  button.disabled = false;
  button.focus();
});

/** @param {string} item */
function add(item) {
  return fetch("/cart", {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ item }),
  });
}

function counted() {
  return Number(document.getElementById("cart")?.dataset.count);
}

async function refresh() {
  const page = new DOMParser().parseFromString(await (await fetch("/shop")).text(), "text/html");
  for (const id of ["items", "cart"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
}
