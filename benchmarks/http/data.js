/** What a session holds besides its user: about 250 bytes as JSON. */
export const dataOf = (user) => ({
  cart: [
    { sku: "sku-000001", count: 2 },
    { sku: "sku-004711", count: 1 },
  ],
  csrf: "Zm9ydHktdGhyZWUgY2hhcmFjdGVycyBvZiBiYXNlNjQ",
  lang: "de",
  theme: "dark",
  recent: [`/of/${user}`, "/shop/shoes", "/shop/socks", "/cart"],
});

/** As long as an id of MongoDB. */
export const userName = (i) => `user-${String(i).padStart(19, "0")}`;

/** Not the secret of anything. */
export const SECRET = "benchmark benchmark benchmark benchmark";
export const LIFETIME_SECONDS = 1_800;
