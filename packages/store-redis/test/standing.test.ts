import { describe, expect, it } from "vitest";
import { standingOfNode, standingOfServer } from "../src/standing.js";

describe("what a server says of itself", () => {
  const asked = (text: string): ReturnType<typeof standingOfServer> => standingOfServer(async () => text);

  it("is the reign of a primary", async () => {
    const standing = await asked(
      "# Replication\r\nrole:master\r\nconnected_slaves:0\r\nmaster_replid:4711\r\n",
    );
    expect(standing).toMatchObject({ reign: "4711" });
  });

  it("is nothing when it is a replica, though it has its primary's id", async () => {
    expect(await asked("# Replication\r\nrole:slave\r\nmaster_replid:4711\r\n")).toBe(undefined);
  });

  it("is not made up where there is no id", async () => {
    await expect(asked("# Replication\r\nrole:master\r\n")).rejects.toMatchObject({
      name: "RedisStoreError",
    });
  });
});

describe("what a node of a Cluster says of itself", () => {
  const asked = (line: string, state = "ok"): ReturnType<typeof standingOfNode> =>
    standingOfNode(async () => [state, line]);
  const primary = (slots: string, epoch = 7): string =>
    `07c3 127.0.0.1:7000@17000,host myself,master - 0 1426238317239 ${epoch} connected ${slots}`;

  it("is which slots it serves: not those that it is giving away, nor those that it has not got yet", async () => {
    const standing = await asked(primary("0-2 7 16383 [1->-e7d1] [4-<-e7d1]"));
    const served = [0, 1, 2, 3, 4, 7, 8, 16_383].filter((slot) => standing?.serves(slot));
    expect(served).toEqual([0, 2, 7, 16_383]);
    expect((await asked(primary("")))?.serves(0)).toBe(false);
  });

  it("changes with its slots and with its epoch, and with nothing else", async () => {
    const reignOf = async (line: string): Promise<string | undefined> => (await asked(line))?.reign;
    const reign = await reignOf(primary("0-2"));
    expect(await reignOf(primary("0-2 [4-<-e7d1]").replace("1426238317239", "1426238319999"))).toBe(reign);
    expect(await reignOf(primary("0-1"))).not.toBe(reign);
    expect(await reignOf(primary("0-2 [1->-e7d1]"))).not.toBe(reign);
    expect(await reignOf(primary("0-2", 8))).not.toBe(reign);
  });

  it("is nothing when it is a replica, and no answer when it is cut off", async () => {
    expect(await asked("07c3 127.0.0.1:7000@17000 myself,slave e7d1 0 0 7 connected")).toBe(undefined);
    await expect(asked(primary("0-2"), "fail")).rejects.toMatchObject({ code: "CLUSTERDOWN" });
  });
});
