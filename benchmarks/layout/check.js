import assert from "node:assert/strict";

const bare = (fields) => Object.assign(Object.create(null), fields);

/** A layout that breaks the store's contract takes no part. */
export async function check(name, layout, redis) {
  const key = "sess:check";
  const expiresAt = Date.now() + 60_000;
  const fields = bare({
    $: "x".repeat(70_000),
    "": "",
    ü: "日本語 🙂",
    "a\0": "\0",
    1: ",7:9;",
    e: "1",
    v: "2 2 ",
    __proto__: "",
  });
  Object.defineProperty(fields, "__proto__", {
    value: "p",
    enumerable: true,
    configurable: true,
    writable: true,
  });
  assert.equal(await layout.patch(key, { set: { a: "1" } }), 0, name);
  assert.equal(await layout.touch(key, expiresAt), 0);
  assert.equal(await layout.delete(key), 0);
  assert.equal(await redis.exists(key), 0);

  assert.equal(await layout.create(key, { fields: bare(), expiresAt }), true);
  assert.deepEqual(await layout.read(key), { fields: bare(), version: 1, expiresAt });
  assert.equal(await layout.create(key, { fields, expiresAt }), false);
  assert.equal(await layout.delete(key, 2), -1);
  assert.equal(await layout.delete(key, 1), 1);

  assert.equal(await layout.create(key, { fields, expiresAt }), true);
  assert.deepEqual(await layout.read(key), { fields, version: 1, expiresAt });
  for (let version = 2; version <= 300; version++) {
    const set = bare({ ü: "é".repeat(version), n: String(version), "": "1 1 aa" });
    const unset = version % 2 ? ["1", "missing", "n"] : ["e"];
    assert.equal(await layout.patch(key, { set, unset, ifVersion: version }), -1);
    assert.equal(await layout.patch(key, { set, unset, ifVersion: version - 1 }), version);
    for (const field of unset) delete fields[field];
    Object.assign(fields, set);
    assert.deepEqual(await layout.read(key), { fields, version, expiresAt });
    Object.assign(fields, { 1: "1", e: "2" });
    assert.equal(await layout.patch(key, { set: bare({ 1: "1", e: "2" }) }), version + 1);
    version++;
  }
  const { version } = await layout.read(key);
  assert.equal(await layout.touch(key, expiresAt + 5, version + 1), -1);
  assert.equal(await layout.touch(key, expiresAt + 5), version);
  assert.deepEqual(await layout.read(key), { fields, version, expiresAt: expiresAt + 5 });
  assert.ok((await redis.pttl(key)) > 50_000);
  assert.equal(await layout.patch(key, { set: bare({ a: "" }), expiresAt }), version + 1);
  fields.a = "";
  const record = { fields, version: version + 1, expiresAt };
  assert.deepEqual(await layout.readMany([key, "sess:none", key]), [record, undefined, record]);
  assert.equal(await layout.touch(key, Date.now() - 1), version + 1);
  assert.equal(await redis.exists(key), 0);
}
