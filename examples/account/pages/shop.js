import { html } from "@remix-run/html-template";
import { Router } from "express";
import { sessions } from "../sessions.js";
import { layout } from "./layout.js";

export const shop = Router();

/** Prices in cents. @type {Map<string, { name: string, price: number }>} */
const items = new Map([
  ["notebook", { name: "Notebook", price: 950 }],
  ["pencil", { name: "Pencil", price: 120 }],
  ["ink", { name: "Bottle of ink", price: 780 }],
  ["envelopes", { name: "Ten envelopes", price: 340 }],
]);

shop.get("/shop", async (req, res) => {
  const session = sessions.from(req);
  // The session begins here, before anything is in the cart: two first clicks at once then share it.
  if (session.isNew) await session.save();
  res.send(
    await layout({ title: "Shop", session, script: "/clicks.js", content: shopPage(session.cart ?? {}) }),
  );
});

shop.post("/cart", async (req, res) => {
  const item = String(req.body?.item);
  if (!items.has(item)) {
    res.status(400).json({ error: "There is no such item." });
    return;
  }
  // Read, add one, write, as if nobody else were there: clicks that come at the same time all count.
  const cart = await sessions.from(req).update((data) => {
    data.cart ??= {};
    data.cart[item] = (data.cart[item] ?? 0) + 1;
    return data.cart;
  });
  res.format({
    json: () => res.json({ cart, count: countOf(cart) }),
    html: () => res.redirect(303, `/shop#${item}`),
  });
});

shop.post("/cart/empty", (req, res) => {
  // Data are plain properties; what changed is saved before the response is sent.
  delete sessions.from(req).cart;
  res.redirect(303, "/shop");
});

/** @param {Record<string, number>} cart */
function shopPage(cart) {
  return html`
    <h1>Shop</h1>
    <div class="columns">
      <section aria-labelledby="items-title">
        <h2 id="items-title">For letters and notes</h2>
        <ul class="items" id="items">
          ${[...items].map(
            ([id, { name, price }]) => html`
              <li class="card" id="${id}">
                <strong>${name}</strong>
                <span>${money(price)}</span>
                <span class="hint">${cart[id] ?? 0} in your cart</span>
                <form method="post" action="/cart">
                  <button name="item" value="${id}" aria-label="Add to cart: ${name}">Add to cart</button>
                </form>
              </li>
            `,
          )}
        </ul>
      </section>
      <aside>
        ${cartPanel(cart)}
        <section class="card" id="clicks" aria-labelledby="clicks-title" hidden>
          <h2 id="clicks-title">In a hurry?</h2>
          <p>Sends 20 requests at the same moment, five for each item. Each adds one.</p>
          <button type="button" class="quiet">Click 20 times at once</button>
          <p><output></output></p>
        </section>
      </aside>
    </div>
  `;
}

/** @param {Record<string, number>} cart */
function cartPanel(cart) {
  const lines = [...items]
    .map(([id, { name, price }]) => ({ name, count: cart[id] ?? 0, price: price * (cart[id] ?? 0) }))
    .filter(({ count }) => count > 0);
  return html`
    <section class="card" id="cart" aria-labelledby="cart-title" data-count="${countOf(cart)}">
      <h2 id="cart-title">Your cart (${countOf(cart)})</h2>
      ${
        lines.length === 0
          ? html`<p>Nothing in it yet.</p>`
          : html`
              <table>
                <thead class="unseen">
                  <tr>
                    <th scope="col">Item</th>
                    <th scope="col">Count</th>
                    <th scope="col">Price</th>
                  </tr>
                </thead>
                <tbody>
                  ${lines.map(
                    ({ name, count, price }) =>
                      html`<tr>
                        <td>${name}</td>
                        <td class="number">${count}</td>
                        <td class="number">${money(price)}</td>
                      </tr>`,
                  )}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row" colspan="2">Total</th>
                    <td class="number">${money(lines.reduce((sum, { price }) => sum + price, 0))}</td>
                  </tr>
                </tfoot>
              </table>
              <form method="post" action="/cart/empty"><button class="quiet">Empty the cart</button></form>
            `
      }
    </section>
  `;
}

/** @param {Record<string, number>} cart */
function countOf(cart) {
  return Object.values(cart).reduce((sum, count) => sum + count, 0);
}

/** @param {number} cents */
function money(cents) {
  return (cents / 100).toLocaleString("en", { style: "currency", currency: "EUR" });
}
