import assert from "node:assert/strict";
import { test } from "node:test";

import { UndoStack } from "../../static/js/reading/undo.js";

const change = (name, before, after) => ({ name, before, after });
const from = (texts) => (name) => texts[name] ?? "";

test("a step goes back and forth", () => {
  const stack = new UndoStack();
  stack.push([change("a", "", "1")]);
  stack.push([change("a", "1", "2")]);
  assert.deepEqual(stack.undo(from({ a: "2" })), { texts: [{ name: "a", text: "1" }], newer: [] });
  assert.deepEqual(stack.undo(from({ a: "1" })).texts, [{ name: "a", text: "" }]);
  assert.equal(stack.undo(from({})), null);
  assert.deepEqual(stack.redo(from({})).texts, [{ name: "a", text: "1" }]);
  assert.deepEqual(stack.redo(from({ a: "1" })).texts, [{ name: "a", text: "2" }]);
  assert.equal(stack.redo(from({ a: "2" })), null);
});

test("a newer score stays, the rest of the step goes back", () => {
  const stack = new UndoStack();
  stack.push([change("a", "", "0"), change("b", "", "0")]);
  const found = stack.undo(from({ a: "0", b: "3" }));
  assert.deepEqual(found, { texts: [{ name: "a", text: "" }], newer: ["b"] });
  // Only what went back can be done again.
  assert.deepEqual(stack.redo(from({ b: "3" })).texts, [{ name: "a", text: "0" }]);
});

test("a step that is all newer is gone", () => {
  const stack = new UndoStack();
  stack.push([change("a", "", "1")]);
  assert.deepEqual(stack.undo(from({ a: "2" })), { texts: [], newer: ["a"] });
  assert.equal(stack.undo(from({ a: "2" })), null);
  assert.equal(stack.redo(from({ a: "2" })), null);
});

test("the server's spelling is no newer score", () => {
  const stack = new UndoStack();
  stack.push([change("a", "", "2,5"), change("b", "", "fov")]);
  assert.equal(stack.undo(from({ a: "2.5", b: "FOV" })).texts.length, 2);
});

test("what the server refused was never a step", () => {
  const stack = new UndoStack();
  stack.push([change("a", "", "1")]);
  stack.push([change("b", "", "9"), change("c", "", "1")]);
  stack.push([change("b", "", "9")]);
  stack.forget("b", "9");
  assert.deepEqual(stack.undo(from({ c: "1" })).texts, [{ name: "c", text: "" }]);
  assert.deepEqual(stack.undo(from({ a: "1" })).texts, [{ name: "a", text: "" }]);
});

test("a new entry ends what could be done again; what changes nothing is no step", () => {
  const stack = new UndoStack();
  stack.push([change("a", "", "1")]);
  stack.undo(from({ a: "1" }));
  stack.push([change("b", "2", "2")]);
  assert.equal(stack.redo(from({}))?.texts.length, 1);
  stack.undo(from({ a: "1" }));
  stack.push([change("b", "", "2")]);
  assert.equal(stack.redo(from({})), null);
});
