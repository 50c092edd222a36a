import { startRedis } from "@sess/test-redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PageApps } from "./page-apps.js";
import { blocksOf, fileOf, pages } from "./pages.js";
import { isAsSaid, play, transcriptsOf } from "./transcripts.js";

const found = Object.entries(pages())
  .map(([page, markdown]) => ({
    page,
    markdown,
    transcripts: transcriptsOf(markdown),
    started: blocksOf(markdown).filter(
      ({ language, meta }) => language === "ts" && /(?:^|\s)run(?:\s|$)/.test(meta),
    ),
  }))
  .filter(({ transcripts, started }) => transcripts.length + started.length > 0);

test("there are some", () => {
  expect(found.length).toBeGreaterThan(8);
});

let redis;
beforeAll(async () => {
  redis = await startRedis();
}, 120_000);
afterAll(() => redis.stop());

describe.each(found)("$page", ({ page, markdown, transcripts, started }) => {
  const apps = new PageApps(page, markdown);
  afterAll(() => apps.remove());

  for (const transcript of transcripts) {
    test(`shows what there is to see, line ${transcript.line}`, async () => {
      for (const { command, expected, output } of await play(transcript, apps, { REDIS_URL: redis.url }))
        expect(isAsSaid(output, expected) ? expected : output, command).toBe(expected);
    });
  }

  for (const { meta, line } of started) {
    test(`has a server that starts and answers, line ${line}`, async () => {
      const { port, stop } = await apps.serve(fileOf(meta) ?? `line-${line}.ts`, { REDIS_URL: redis.url });
      const { status } = await fetch(`http://localhost:${port}/`);
      await stop();
      expect(status).toBeLessThan(500);
    });
  }
});

describe("a transcript", () => {
  const page = (...lines) => ["# Title", "```console run=a.ts A=b", ...lines, "```"].join("\n");

  test("is taken apart", () => {
    expect(transcriptsOf(page("$ curl x", "one", "two", "$ curl y"))).toEqual([
      {
        line: 2,
        server: "a.ts",
        env: { A: "b" },
        steps: [
          { command: "curl x", expected: "one\ntwo" },
          { command: "curl y", expected: "" },
        ],
      },
    ]);
    expect(transcriptsOf("```console run\n$ npx tsx a.ts\n```")[0]).toMatchObject({
      server: undefined,
      env: {},
    });
    expect(transcriptsOf("```console\n$ curl x\n```")).toEqual([]);
    expect(() => transcriptsOf(page("one"))).toThrow("begins with");
  });

  test.each([
    ["one\r\n", "one", true],
    ["one\ntwo\nthree\n", "one\n…\nthree", true],
    ["a=123; b", "a=…; b", true],
    ["one\ntwo", "one", false],
    ["1+1", "1.1", false],
    ["", "one", false],
  ])("%j is as said by %j: %j", (output, expected, answer) => {
    expect(isAsSaid(output, expected)).toBe(answer);
  });

  test("caught: another output, a file that is not there, another program, a server that does not listen", async () => {
    const apps = new PageApps("test", "```ts file=a.ts\nconsole.log(1);\n```");
    const run = (...lines) =>
      play(transcriptsOf(["```console run", ...lines, "```"].join("\n"))[0], apps, {});
    const [step] = await run("$ npx tsx a.ts", "2");
    expect(isAsSaid(step.output, step.expected)).toBe(false);
    expect(isAsSaid(step.output, "1")).toBe(true);
    await expect(run("$ npx tsx b.ts")).rejects.toThrow("no file b.ts");
    await expect(run("$ rm a.ts")).rejects.toThrow("cannot run");
    await expect(apps.serve("a.ts", {})).rejects.toThrow("did not listen");
    await apps.remove();
  });
});
