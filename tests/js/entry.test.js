import assert from "node:assert/strict";
import { test } from "node:test";

import { DigitReader, halfMore, isScore, refusal } from "../../static/js/reading/entry.js";

/** A row of cells that go to ten, with the cursor in one of them. */
function row(n, highest = 10) {
  const texts = Array(n).fill("");
  const state = { at: 0, texts, refused: [] };
  const cells = texts.map((_, index) => ({ index }));
  const reader = new DigitReader({
    takesTen: () => highest >= 10,
    score(cell, text) {
      if (Number(text) > highest) {
        return false;
      }
      texts[cell.index] = text;
      return true;
    },
    next: (cell) => cells[cell.index + 1] ?? cell,
    go: (cell) => (state.at = cell.index),
    show: () => {},
    clear: () => {},
    refuse: (_, why) => state.refused.push(why),
  });
  const type = (digits) => [...digits].forEach((digit) => reader.digit(cells[state.at], digit));
  return { texts, reader, type, state };
}

test("a digit is a score at once where the site does not go to ten", () => {
  const form = row(4, 3);
  form.type("1203");
  assert.deepEqual(form.texts, ["1", "2", "0", "3"]);
});

test("a digit above the site's highest is not taken", () => {
  const form = row(2, 3);
  form.type("4");
  assert.deepEqual([form.texts[0], form.state.at], ["", 0]);
});

test("a 1 waits, and stands when another digit follows", () => {
  const form = row(3);
  form.type("12");
  assert.deepEqual(form.texts, ["1", "2", ""]);
});

test("a 1 and a 0 are stored as nothing until it is said what they mean", () => {
  const form = row(3);
  form.type("1050");
  assert.deepEqual(form.texts, ["", "", ""]);
  assert.deepEqual(form.state.refused, ["ten", "ten"]);
  form.reader.split();
  assert.deepEqual(form.texts, ["1", "0", ""]);
  form.type("10");
  form.reader.take();
  assert.deepEqual(form.texts, ["1", "0", "10"]);
});

test("at the end of the form nothing is overwritten", () => {
  const form = row(1);
  form.type("12");
  assert.deepEqual(form.texts, [""]);
  assert.deepEqual(form.state.refused, ["end"]);
  form.reader.take();
  assert.deepEqual(form.texts, ["1"]);
});

test("one sign is taken back of a held ten, then the other", () => {
  const form = row(2);
  form.type("10");
  form.reader.back();
  assert.equal(form.reader.text, "1");
  form.reader.back();
  assert.equal(form.reader.cell, null);
});

test("half points and ranges", () => {
  assert.equal(halfMore("2"), "2.5");
  assert.deepEqual(["2", "2.5", "", "FOV", "-1", "2,5"].filter(isScore), ["2", "2.5"]);
  const site = { label: "Radius", max: 10 };
  assert.equal(refusal(site, "10", 1), "");
  assert.match(refusal(site, "10.5", 0.5), /0 to 10 in steps of 0.5/);
  assert.match(refusal(site, "2.5", 1), /can't be scored/);
});
