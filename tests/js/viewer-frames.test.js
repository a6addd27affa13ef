import assert from "node:assert/strict";
import { test } from "node:test";

import { around, FrameCache } from "../../static/js/viewer/frames.js";
import { SeriesStore } from "../../static/js/viewer/series-store.js";
import { seeded } from "./seeded.js";

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A network that answers when it is told to. */
class Network {
  constructor() {
    this.asked = [];
    this.open = new Map();
  }

  fetcher = (address, count, signal) => {
    this.asked.push(address);
    return new Promise((resolve, reject) => {
      this.open.set(address, () => resolve(new Uint16Array(count)));
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  };

  async answer(...addresses) {
    addresses.forEach((address) => this.open.get(address)());
    await turn();
  }
}

const wanted = (address, count = 100) => ({ address, count });

test("a frame is fetched once, however often it is asked for", async () => {
  const network = new Network();
  const cache = new FrameCache(network.fetcher);
  const [one, other] = [cache.load(wanted("a")), cache.load(wanted("a"))];
  await network.answer("a");
  assert.equal(await one, await other);
  assert.equal(await cache.load(wanted("a")), cache.get("a"));
  assert.deepEqual(network.asked, ["a"]);
});

test("the bound is kept, and what was shown last stays", async () => {
  const random = seeded(1);
  const cache = new FrameCache(async (_, count) => new Uint16Array(count), 2000);
  for (let round = 0; round < 400; round += 1) {
    const address = `f${random.whole(0, 30)}`;
    await cache.load(wanted(address, random.whole(1, 300)));
    assert.ok(cache.get(address));
    const held = [...cache.kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.equal(cache.bytes, held);
    assert.ok(cache.bytes <= 2000);
  }
});

test("a frame larger than the bound is shown all the same", async () => {
  const cache = new FrameCache(async (_, count) => new Uint16Array(count), 10);
  await cache.load(wanted("a"));
  assert.ok(cache.get("a"));
});

test("neighbours come nearest first, a few at a time, and those not wanted any more are given up", async () => {
  const network = new Network();
  const cache = new FrameCache(network.fetcher, 1e6, 2);
  const shown = cache.load(wanted("shown"));
  await network.answer("shown");
  await shown;
  cache.prefetch(["a", "b", "c", "d"].map((address) => wanted(address)));
  assert.deepEqual(network.asked, ["shown", "a", "b"]);
  await network.answer("a");
  assert.deepEqual(network.asked, ["shown", "a", "b", "c"]);
  cache.prefetch([wanted("c"), wanted("e")]);
  await turn();
  assert.deepEqual([...cache.coming.keys()].sort(), ["c", "e"]);
  await network.answer("c", "e");
  assert.ok(cache.get("c") && cache.get("e") && !cache.get("b"));
});

test("what a pane waits for is not given up with the neighbours", async () => {
  const network = new Network();
  const cache = new FrameCache(network.fetcher);
  const waiting = cache.load(wanted("a"));
  cache.prefetch([wanted("b")]);
  await network.answer("a");
  assert.equal((await waiting).length, 100);
});

test("a frame that did not come is asked for again", async () => {
  let tries = 0;
  const cache = new FrameCache(async (_, count) => {
    tries += 1;
    if (tries === 1) {
      throw new TypeError("network");
    }
    return new Uint16Array(count);
  });
  await assert.rejects(cache.load(wanted("a")));
  assert.equal((await cache.load(wanted("a"))).length, 100);
});

test("neighbours that would push each other out are not fetched", async () => {
  const asked = [];
  const cache = new FrameCache(async (address, count) => (asked.push(address), new Uint16Array(count)), 1000);
  cache.prefetch("abcdef".split("").map((address) => wanted(address)));
  await turn();
  await turn();
  assert.deepEqual(asked, ["a", "b"]);
});

test("closed, nothing is under way", async () => {
  const network = new Network();
  const cache = new FrameCache(network.fetcher);
  const waiting = cache.load(wanted("a"));
  cache.close();
  await assert.rejects(waiting);
});

test("frames around a slice, those ahead first", () => {
  const order = around(["0", "1", "2", "3"], 1, 9).map(({ address }) => address);
  assert.deepEqual(order, ["2", "0", "3"]);
});

test("a series begins with its middle slice and is found again as it was left", async () => {
  const manifest = { rows: 4, columns: 6, n: 20, spacing: [1, 2], window: [3, 4] };
  let tries = 0;
  const store = new SeriesStore(async () => {
    tries += 1;
    if (tries === 1) {
      throw new TypeError("network");
    }
    return manifest;
  });
  await assert.rejects(store.manifestOf("m"));
  assert.equal(await store.manifestOf("m"), await store.manifestOf("m"));
  assert.equal(tries, 2);
  assert.deepEqual(store.spacingOf({ manifest: "m" }), [1, 2]);
  const look = store.lookOf("A/t1", manifest);
  assert.deepEqual([look.slice, look.window], [9, [3, 4]]);
  look.slice = 3;
  assert.equal(store.lookOf("A/t1", manifest).slice, 3);
});
