import assert from "node:assert/strict";
import { test } from "node:test";

import { greyTable, shownValue } from "../../static/js/viewer/lut.js";
import { unpack } from "../../static/js/viewer/planes.js";
import {
  autoWindow,
  draggedWindow,
  isSameWindow,
  nextPreset,
} from "../../static/js/viewer/window-level.js";
import { near, seeded } from "./seeded.js";

const plain = { offset: 0, slope: 1, intercept: 0, padding: null };

test("the low bytes come first, then the high ones", () => {
  const { whole } = seeded(1);
  const values = Uint16Array.from({ length: 300 }, () => whole(0, 65535));
  const bytes = Uint8Array.from([...values].map((v) => v & 255).concat([...values].map((v) => v >> 8)));
  assert.deepEqual(unpack(bytes, 300), values);
});

test("a frame of another length is no frame", () => {
  assert.throws(() => unpack(new Uint8Array(7), 4), RangeError);
  assert.throws(() => unpack(new Uint8Array(9), 4), RangeError);
});

/** DICOM PS3.3, C.11.2.1.2.1, as it is written there. */
function standard(x, [c, w]) {
  if (x <= c - 0.5 - (w - 1) / 2) {
    return 0;
  }
  if (x > c - 0.5 + (w - 1) / 2) {
    return 255;
  }
  return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
}

test("greys are those of the standard, for any scale and window", () => {
  const { between, whole } = seeded(2);
  for (let round = 0; round < 40; round += 1) {
    const scale = { offset: -whole(0, 2000), slope: between(0.1, 4), intercept: between(-1000, 50), padding: null };
    const window = [between(-500, 3000), between(2, 4000)];
    const table = greyTable(scale, window, false);
    const negative = greyTable(scale, window, true);
    for (let one = 0; one < 300; one += 1) {
      const stored = whole(0, 65535);
      const wanted = standard(shownValue(scale, stored), window);
      assert.ok(Math.abs(table[stored] - wanted) <= 0.5 + 1e-6, `${table[stored]} ${wanted}`);
      assert.ok(Math.abs(negative[stored] - (255 - wanted)) <= 0.5 + 1e-6);
    }
  }
});

test("a window of width 1 is a threshold", () => {
  const table = greyTable(plain, [100, 1], false);
  assert.deepEqual([...table.slice(97, 103)], [0, 0, 0, 255, 255, 255]);
});

test("padding is black in positives and negatives", () => {
  const scale = { ...plain, padding: [60000, 65535] };
  for (const inverted of [false, true]) {
    const table = greyTable(scale, [30000, 20000], inverted);
    assert.equal(Math.max(...table.slice(60000)), 0);
    assert.equal(table[59999], inverted ? 0 : 255);
  }
});

test("a drag to the right is wider, a drag down is darker", () => {
  const start = [500, 1000];
  near(assert, draggedWindow(start, 0, 0), start);
  near(assert, draggedWindow(start, 300, 0), [500, 2000]);
  near(assert, draggedWindow(start, -300, 0), [500, 500]);
  const [centre] = draggedWindow(start, 0, 100);
  assert.ok(greyTable(plain, [centre, 1000], false)[600] < greyTable(plain, start, false)[600]);
  assert.ok(draggedWindow(start, -100000, 0)[1] >= 2);
});

test("the automatic window holds nearly all of the picture and leaves the air out", () => {
  const { whole } = seeded(3);
  const values = Uint16Array.from({ length: 20000 }, (_, i) => (i % 2 ? whole(1000, 1999) : 0));
  values[5] = 65000;
  const scale = { ...plain, offset: -500, slope: 2 };
  const [centre, width] = autoWindow(values, scale);
  const [low, high] = [centre - width / 2, centre + width / 2];
  near(assert, low, shownValue(scale, 1010), 25);
  near(assert, high, shownValue(scale, 1990), 25);
});

test("the automatic window of an even or empty picture is a window", () => {
  for (const values of [new Uint16Array(9).fill(7), new Uint16Array(0)]) {
    const [centre, width] = autoWindow(values, plain);
    assert.ok(Number.isFinite(centre) && width >= 2);
  }
  const padded = autoWindow(Uint16Array.from([1, 5, 6, 7, 9000, 9000]), { ...plain, padding: [9000, 9000] });
  assert.ok(padded[0] + padded[1] / 2 < 20);
});

test("presets follow each other and begin anew", () => {
  const presets = [{ name: "a", window: [1, 2] }, { name: "b", window: [3, 4] }];
  assert.equal(nextPreset(presets, [9, 9]).name, "a");
  assert.equal(nextPreset(presets, [1, 2]).name, "b");
  assert.equal(nextPreset(presets, [3, 4]).name, "a");
  assert.ok(isSameWindow([1, 2], [1, 2]) && !isSameWindow([1, 2], [1, 3]));
});
