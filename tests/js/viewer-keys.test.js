import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { due } from "../../static/js/viewer/cine.js";
import { commandOf, IN_PANE, LETTERS } from "../../static/js/viewer/keys.js";
import { Windows } from "../../static/js/viewer/second-window.js";

const press = (key, other = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...other,
});
const cell = { pane: false, drawing: false, chosen: true };
const pane = { pane: true, drawing: false, chosen: false };

/** The single letters that the form gives a meaning, read from where it does. */
function formLetters() {
  const text = readFileSync(new URL("../../static/js/reading/keys.js", import.meta.url), "utf-8");
  const tables = text.slice(0, text.indexOf("const moves"));
  return [...tables.matchAll(/^ {2}"?([a-z])"?:/gm)].map(([, letter]) => letter);
}

test("no letter of the viewer is one of the form's", () => {
  const form = formLetters();
  assert.ok(form.includes("c") && form.includes("u") && form.length >= 9);
  assert.deepEqual(Object.keys(LETTERS).filter((letter) => form.includes(letter)), []);
});

test("nothing that scores or moves in a cell is the viewer's", () => {
  const keys = [..."0123456789abcdefghijklmnopqrstuvwxyz+-*/.,?", "Enter", "Tab", "Escape", "Backspace", "Delete"];
  keys.push("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End");
  for (const key of keys) {
    assert.equal(commandOf(press(key), cell), "", key);
    assert.equal(commandOf(press(key), { ...cell, drawing: true }), "", key);
  }
  for (const letter of formLetters()) {
    assert.equal(commandOf(press(letter.toUpperCase(), { shiftKey: true }), cell), "", letter);
  }
});

test("letters work with Shift, whatever Caps Lock makes of them, and with no other key", () => {
  for (const [letter, command] of Object.entries(LETTERS)) {
    for (const key of [letter, letter.toUpperCase()]) {
      assert.equal(commandOf(press(key, { shiftKey: true }), cell), command);
      for (const other of ["ctrlKey", "metaKey", "altKey", "isComposing"]) {
        assert.equal(commandOf(press(key, { shiftKey: true, [other]: true }), pane), "");
      }
    }
  }
});

test("in a pane, pages and ends are slices; arrows only where there is something to move", () => {
  for (const [key, command] of Object.entries(IN_PANE)) {
    assert.equal(commandOf(press(key), pane), command);
  }
  assert.equal(commandOf(press("ArrowLeft"), pane), "");
  assert.equal(commandOf(press("ArrowLeft"), { ...pane, chosen: true }), "left");
  assert.equal(commandOf(press("ArrowLeft", { shiftKey: true }), { ...pane, drawing: true }), "left");
  assert.equal(commandOf(press("Delete"), { ...pane, chosen: true }), "remove");
  assert.equal(commandOf(press("Delete"), { ...pane, drawing: true, chosen: true }), "");
  assert.equal(commandOf(press("Enter"), pane), "");
  assert.equal(commandOf(press("Enter"), { ...pane, drawing: true }), "setPoint");
});

test("names of objects are no commands", () => {
  for (const key of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assert.equal(commandOf(press(key, { shiftKey: true }), pane), "", key);
    assert.equal(commandOf(press(key), { ...pane, drawing: true, chosen: true }), "", key);
  }
});

test("a film runs at its rate, and does not catch up after a rest", () => {
  let [since, steps] = [0, 0];
  for (let now = 0; now <= 2000; now += 16) {
    const next = due(since, now, 10);
    since = next.since;
    steps += next.steps;
  }
  assert.ok(steps === 19 || steps === 20, String(steps));
  assert.deepEqual(due(0, 60000, 10), { steps: 1, since: 60000 });
});

test("windows without a channel tell nobody", () => {
  const windows = new Windows(null, () => assert.fail());
  windows.tell({ kind: "hello" });
  windows.close();
});

test("what one window tells the other hears", () => {
  const heard = [];
  const channel = { onmessage: null, postMessage: (data) => channel.onmessage({ data }), close() {} };
  new Windows(channel, (message) => heard.push(message.kind)).tell({ kind: "hello" });
  assert.deepEqual(heard, ["hello"]);
});
