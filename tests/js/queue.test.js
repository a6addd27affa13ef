import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { openScores, recordsOf } from "../../static/js/reading/database.js";
import { newBrowser, Server, Tab, turn, until } from "./room.js";

let server, browser, factory, tabs;

beforeEach(() => {
  server = new Server();
  browser = newBrowser(server);
  factory = new IDBFactory();
  tabs = [];
});
afterEach(() => tabs.forEach((tab) => tab.crash()));

function open(options = {}) {
  const tab = new Tab({ server, browser, factory, ...options });
  tabs.push(tab);
  return tab;
}

const stored = async (reader = "ada") => recordsOf(await openScores(factory), reader);

/** A tab that typed without a connection and crashed. */
async function crashed(texts, options = {}) {
  const tab = open(options);
  server.weather = () => "cut";
  for (const [name, text] of Object.entries(texts)) {
    tab.saver.put(name, text);
  }
  await tab.queue.written();
  tab.crash();
  server.weather = () => "";
  return tab;
}

test("a crashed tab loses nothing", async () => {
  await crashed({ a: "1", b: "2", c: "FOV" });
  const tab = open();
  assert.equal((await tab.deliver()).length, 3);
  await until(() => !tab.saver.unsaved);
  assert.deepEqual(Object.fromEntries(server.texts), { a: "1", b: "2", c: "FOV" });
  await tab.queue.written();
  assert.deepEqual(await stored(), []);
});

test("what the server acknowledged is kept no longer", async () => {
  const tab = open();
  tab.saver.put("a", "1");
  await until(() => !tab.saver.unsaved && !tab.saver.soon);
  await tab.queue.written();
  assert.deepEqual(await stored(), []);
});

test("a record tells nothing of a score, and no two are sealed alike", async () => {
  await crashed({ a: "secret", b: "secret" });
  const records = await stored();
  const [one, other] = records;
  for (const record of records) {
    const { data, iv, ...clear } = record;
    assert.deepEqual(Object.keys(clear).sort(), ["case", "id", "reader", "tab", "version"]);
    assert.equal(Buffer.from(data).includes("secret"), false);
    assert.equal(JSON.stringify(clear).includes("secret"), false);
    assert.equal(iv.length, 12);
  }
  assert.notDeepEqual(one.iv, other.iv);
  assert.notDeepEqual(Buffer.from(one.data), Buffer.from(other.data));
});

test("another reader neither reads nor sends nor loses them", async () => {
  await crashed({ a: "1" });
  const other = open({ reader: "bob" });
  assert.deepEqual(await other.deliver(), []);
  assert.deepEqual(await other.queue.waiting(true), []);
  assert.equal((await stored()).length, 1);
  // Even under the first one's name the key does not fit.
  other.queue.belonging = { ...other.queue.belonging, reader: "ada" };
  assert.deepEqual(await other.queue.waiting(true), []);
  const own = open();
  assert.equal((await own.deliver()).length, 1);
});

test("a record that was moved to another case or changed does not open", async () => {
  await crashed({ a: "1" });
  const database = await openScores(factory);
  const [record] = await stored();
  const put = (changed) =>
    new Promise((resolve) => {
      const transaction = database.transaction("scores", "readwrite");
      transaction.objectStore("scores").put(changed);
      transaction.oncomplete = resolve;
    });
  await put({ ...record, case: "another" });
  assert.deepEqual(await open({ token: "another" }).deliver(), []);
  const data = record.data.slice(0);
  new Uint8Array(data)[3] ^= 1;
  await put({ ...record, data });
  assert.deepEqual(await open().deliver(), []);
});

test("scores of another version or case are not delivered, but found and given up", async () => {
  await crashed({ a: "1", b: "" }, { version: 1 });
  const tab = open({ version: 2 });
  assert.deepEqual(await tab.deliver(), []);
  const waiting = await tab.queue.waiting();
  const told = waiting.map(({ label, text }) => `${label}: ${text}`);
  assert.deepEqual(told, ["site a: 1", "site b: "]);
  await tab.queue.discard(waiting.map(({ id }) => id));
  assert.deepEqual(await stored(), []);
});

test("a living tab's scores are its own", async () => {
  const living = open();
  server.weather = () => "cut";
  living.saver.put("a", "1");
  await living.queue.written();
  const other = open();
  assert.deepEqual(await other.deliver(), []);
  assert.deepEqual(await other.queue.waiting(true), []);
});

test("what is typed anew while the old is fetched counts", async () => {
  await crashed({ a: "1", b: "2" });
  const tab = open();
  tab.saver.put("a", "7");
  await tab.deliver();
  await until(() => !tab.saver.unsaved && !tab.saver.soon);
  assert.deepEqual(Object.fromEntries(server.texts), { a: "7", b: "2" });
});

test("of two tabs that crashed the later word counts", async () => {
  await crashed({ a: "1", b: "1" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await crashed({ a: "2" });
  const tab = open();
  await tab.deliver();
  await until(() => !tab.saver.unsaved);
  assert.deepEqual(Object.fromEntries(server.texts), { a: "2", b: "1" });
  await tab.queue.written();
  assert.deepEqual(await stored(), []);
});

test("a score that another device changed since is asked about, and waits", async () => {
  await crashed({ a: "1" });
  server.texts.set("a", "4");
  server.revision += 1;
  const tab = open();
  assert.deepEqual(await tab.deliver(), []);
  assert.deepEqual(tab.news("onConflict"), [["a", "1", "4"]]);
  assert.equal(server.texts.get("a"), "4");
  await tab.queue.written();
  assert.equal((await stored()).length, 1);
  tab.saver.giveUp("a");
  await tab.queue.written();
  assert.deepEqual(await stored(), []);
});

test("a score whose acknowledgement was lost is stored once", async () => {
  const tab = open();
  server.weather = () => "lose";
  tab.saver.put("a", "1");
  await until(() => server.texts.has("a"));
  tab.saver.put("a", "2");
  await tab.queue.written();
  tab.crash();
  server.weather = () => "";
  const next = open();
  assert.equal((await next.deliver()).length, 1);
  await until(() => !next.saver.unsaved);
  assert.equal(server.texts.get("a"), "2");
  assert.deepEqual(next.news("onConflict"), []);
});

test("a crash in the middle of taking over leaves each score in one place", async () => {
  await crashed({ a: "1", b: "2" });
  const middle = open();
  server.weather = () => "cut";
  const taking = middle.queue.takeOver();
  await turn();
  middle.crash();
  await taking.catch(() => {});
  server.weather = () => "";
  assert.equal((await stored()).length, 2);
  const tab = open();
  await tab.deliver();
  await until(() => !tab.saver.unsaved);
  assert.deepEqual(Object.fromEntries(server.texts), { a: "1", b: "2" });
});

test("a browser that stores nothing saves as before, and says that it keeps nothing", async () => {
  const blocked = {
    open() {
      throw new Error("blocked");
    },
  };
  const tab = open({ factory: blocked });
  tab.saver.put("a", "1");
  await until(() => !tab.saver.unsaved && !tab.saver.soon);
  assert.equal(server.texts.get("a"), "1");
  assert.equal(tab.kept, false);
});

test("a full store is said, and tried again with the next score", async () => {
  const tab = open();
  const { database } = await tab.queue.ready;
  const transaction = database.transaction.bind(database);
  server.weather = () => "cut";
  database.transaction = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  tab.saver.put("a", "1");
  await tab.queue.written();
  assert.equal(tab.kept, false);
  database.transaction = transaction;
  tab.saver.put("b", "2");
  await tab.queue.written();
  assert.equal(tab.kept, true);
  assert.equal((await stored()).length, 2);
});
