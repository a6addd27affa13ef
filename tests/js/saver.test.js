import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { newBrowser, Server, Tab, until } from "./room.js";

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

const saved = (tab) => until(() => !tab.saver.unsaved && !tab.saver.soon, "an acknowledgement");

test("a score is sent at once and acknowledged in the server's spelling", async () => {
  const tab = open();
  tab.saver.put("a", "1");
  assert.equal(tab.saver.unsaved, 1);
  await saved(tab);
  assert.equal(server.texts.get("a"), "1");
  assert.deepEqual(tab.news("onSaved"), [["a", "1"]]);
});

test("what one key changes is one request; what piles up meanwhile is the next", async () => {
  const tab = open();
  ["a", "b", "c"].forEach((name) => tab.saver.put(name, "0"));
  assert.equal(tab.saver.ledger.sending.size, 0);
  await null; // the key's script is over
  assert.equal(tab.saver.ledger.sending.size, 3);
  tab.saver.put("d", "1");
  tab.saver.put("e", "2");
  tab.saver.put("d", "3");
  await saved(tab);
  assert.deepEqual(server.requests.map(({ marks }) => marks), [
    { a: "0", b: "0", c: "0" },
    { d: "3", e: "2" },
  ]);
});

test("a lost answer is no conflict with itself, and the last word wins", async () => {
  const tab = open();
  server.weather = () => "lose";
  tab.saver.put("a", "1");
  await until(() => server.texts.get("a") === "1" && !tab.saver.ledger.sending.size);
  tab.saver.put("a", "2");
  server.weather = () => "";
  await tab.saver.flush();
  await saved(tab);
  assert.equal(server.texts.get("a"), "2");
  assert.deepEqual(tab.news("onConflict"), []);
});

test("two tabs lose nothing: different cells merge, the same cell is asked about", async () => {
  const [first, second] = [open(), open()];
  first.saver.put("a", "1");
  await saved(first);
  second.saver.put("b", "2");
  second.saver.put("a", "3");
  await saved(second);
  assert.deepEqual(second.news("onConflict"), [["a", "3", "1"]]);
  assert.deepEqual(Object.fromEntries(server.texts), { a: "1", b: "2" });
  second.saver.put("a", "3");
  await saved(second);
  assert.equal(server.texts.get("a"), "3");
});

test("undo in one tab leaves the newer score of another", async () => {
  const [first, second] = [open(), open()];
  first.saver.put("a", "1");
  await saved(first);
  second.saver.put("b", "2");
  await saved(second);
  second.saver.put("a", "5");
  await saved(second);
  first.saver.put("a", "", true);
  await saved(first);
  assert.equal(server.texts.get("a"), "5");
  assert.deepEqual(first.news("onUndoLost"), [["a"]]);
  assert.equal(first.saver.latest("a"), "5");
});

test("undo leaves it even when the tab repeated what was stored meanwhile", async () => {
  const [first, second] = [open(), open()];
  first.saver.put("a", "1");
  await saved(first);
  await second.saver.put("c", "9");
  await saved(second);
  second.saver.put("a", "5");
  await saved(second);
  first.saver.put("c", "9"); // unchanged on the server: accepted, with what was missed
  await saved(first);
  assert.equal(first.saver.latest("a"), "5");
});

test("refused cells are named, the others of the request are stored", async () => {
  const tab = open();
  server.refuses = (text) => text === "99";
  tab.saver.put("a", "99");
  tab.saver.put("b", "1");
  await saved(tab);
  assert.deepEqual(tab.news("onRefused"), [["a", "99", "no score"]]);
  assert.deepEqual(Object.fromEntries(server.texts), { b: "1" });
  await tab.queue.written();
  assert.equal(tab.queue.live.size, 0);
});

test("a session that ended is no lost connection, and comes back by itself", async () => {
  const tab = open();
  server.reader = "";
  tab.saver.put("a", "1");
  await until(() => tab.session.who.kind === "out");
  assert.equal(tab.news("onState").some(([state]) => state === "offline"), false);
  tab.saver.put("b", "2");
  server.reader = "ada";
  server.token = "second"; // signing in draws a new one
  await tab.session.check();
  await saved(tab);
  assert.deepEqual(Object.fromEntries(server.texts), { a: "1", b: "2" });
});

test("all cookies cleared: the token is fetched again once somebody has signed in", async () => {
  const tab = open();
  browser.token = "";
  server.reader = "";
  tab.saver.put("a", "1");
  await until(() => tab.session.who.kind === "out");
  server.reader = "ada";
  server.token = "third";
  await tab.session.check();
  await saved(tab);
  assert.equal(server.texts.get("a"), "1");
});

test("a renewed token alone is no matter for the reader", async () => {
  const tab = open();
  server.token = "rotated";
  tab.saver.put("a", "1");
  await saved(tab);
  assert.equal(server.texts.get("a"), "1");
  assert.ok(tab.session.isOwn);
});

test("nothing is sent in another reader's name, by whatever road they came", async () => {
  for (const token of ["first", "renewed"]) {
    server = new Server();
    browser = newBrowser(server);
    const tab = open();
    server.reader = "bob";
    server.token = token;
    tab.saver.put("a", "1");
    await until(() => tab.session.who.kind === "other");
    assert.deepEqual(tab.session.who, { kind: "other", name: "BOB" });
    tab.saver.put("b", "2");
    await tab.saver.flush();
    assert.equal(server.requests.length, 0);
    server.reader = "ada";
    server.token = "again";
    await tab.session.check();
    await saved(tab);
    assert.deepEqual(Object.fromEntries(server.texts), { a: "1", b: "2" });
  }
});

test("a submitted reading takes nothing more: what was typed stays until it is given up", async () => {
  const tab = open();
  server.locked = true;
  tab.saver.put("a", "1");
  await until(() => tab.saver.stopped);
  tab.saver.put("b", "2");
  assert.equal(tab.saver.unsaved, 2);
  await tab.queue.written();
  assert.equal(tab.queue.live.size, 2);
  tab.saver.giveUp("a");
  tab.saver.giveUp("b");
  await tab.queue.written();
  assert.deepEqual([tab.saver.unsaved, tab.queue.live.size], [0, 0]);
});
