// A benchmark of something that does not work is a lie.
import assert from "node:assert/strict";
import { ask, forge, login } from "./client.js";

/** Fails unless a contestant knows its visitors, refuses others, and keeps what is written. @param verbs what it can do */
export async function verify(port, verbs) {
  const stranger = await ask(port, "GET", "/user");
  assert.equal(stranger.status, 401, "nobody is signed in");
  const page = await ask(port, "GET", "/page");
  assert.deepEqual([page.status, page.cookie], [200, undefined], "a page for nobody, without a cookie");

  const users = ["user-a", "user-b"];
  const cookies = [];
  for (const user of users) cookies.push(await login(port, user));
  assert.notEqual(cookies[0], cookies[1], "everybody has a cookie of his own");
  for (const [i, user] of users.entries()) {
    const { status, body } = await ask(port, "GET", "/user", cookies[i]);
    assert.deepEqual([status, body], [200, { user }], "the right user");
    assert.equal((await ask(port, "GET", "/page", cookies[i])).status, 200, "a page for a user");
    assert.equal((await ask(port, "GET", "/user", forge(cookies[i]))).status, 401, "a forged cookie");
  }
  if (!verbs.includes("written")) return;

  const values = [];
  for (const [i, cookie] of cookies.entries()) {
    const saved = await ask(port, "POST", "/value", cookie);
    assert.equal(saved.status, 200, "a write");
    values.push(saved.body.value);
    cookies[i] = saved.cookie;
  }
  for (const [i, user] of users.entries()) {
    const { body } = await ask(port, "GET", "/value", cookies[i]);
    assert.deepEqual(body, { value: values[i] }, "what was written");
    assert.deepEqual((await ask(port, "GET", "/user", cookies[i])).body, { user }, "still the same user");
  }
}
