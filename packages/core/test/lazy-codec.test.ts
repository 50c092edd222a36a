import SuperJSON from "superjson";
import { describe, expect, it } from "vitest";
import type { Codec } from "@sess/core";
import { SOURCES, unread } from "./support/unread.js";

const DATA = { n: 1, cart: ["a"], theme: { dark: true } };

const superjson: Codec = {
  encode: (value) => SuperJSON.stringify(value),
  decode: (text) => SuperJSON.parse(text),
};

describe.each(SOURCES)("a codec, and fields from %s", (from) => {
  const day = new Date(Date.UTC(2026, 0, 2));
  const data = { n: 1, day, tags: new Set(["a"]), zero: 0 };

  it("what nobody has looked at is not encoded", async () => {
    const encoded: unknown[] = [];
    const codec: Codec = {
      encode: (value) => (encoded.push(value), JSON.stringify(value)),
      decode: (text) => JSON.parse(text),
    };
    const { request } = await unread(from, DATA, { codec });
    encoded.length = 0;
    expect(request.session["n"]).toBe(1);
    request.session["more"] = true;
    await request.end();
    expect(encoded).toEqual([true]);
  });

  it("its objects come as they were stored, and their changes are seen", async () => {
    const { request, stored } = await unread(from, data, { codec: superjson });
    const { session } = request;
    expect({ ...session }).toEqual(data);
    (session["day"] as Date).setUTCFullYear(2027);
    (session["tags"] as Set<string>).add("b");
    const changed = { ...data, day: new Date(Date.UTC(2027, 0, 2)), tags: new Set(["a", "b"]) };
    expect(await stored()).toEqual(changed);
  });

  it("zero and its negative are two values where the codec says so", async () => {
    const { request, stored } = await unread(from, data, { codec: superjson });
    request.session["zero"] = -0;
    expect(Object.is(Reflect.get(await stored(), "zero"), -0)).toBe(true);
  });

  it("a text that the codec would write in other words stays as it is", async () => {
    const { world, request, elsewhere } = await unread(from, DATA);
    const spaced = '{ "dark" : true }';
    await elsewhere({ theme: spaced });
    const again = await world.browser().begin(request.cookieHeader);
    again.session["n"] = 2;
    await again.end();
    const fields = [...world.store.records.values()].map((record) => record.fields["theme"]);
    expect(fields).toContain(spaced);
  });
});
