import assert from "node:assert/strict";
import { test } from "node:test";

import { clipped, crossLine, placeOf, pointOf } from "../../static/js/viewer/crossing.js";
import { linkedSlices, lockedHere, nearestSlice } from "../../static/js/viewer/linking.js";
import { near, seeded } from "./seeded.js";

const evenly = (n, step) => Array.from({ length: n }, (_, k) => (k - (n - 1) / 2) * step);
const stack = (key, plane, n, step, slice) => ({ key, plane, z: evenly(n, step), slice });

test("the nearest slice is nearer than any other", () => {
  const random = seeded(1);
  for (let round = 0; round < 100; round += 1) {
    const z = evenly(random.whole(1, 40), random.between(0.5, 5));
    const at = random.between(-80, 80);
    const found = Math.abs(z[nearestSlice(z, at)] - at);
    assert.ok(z.every((one) => found <= Math.abs(one - at) + 1e-9));
  }
});

test("stacks of one plane scroll by millimetres, others stay", () => {
  const stacks = [
    stack("A/t1", "coronal", 20, 3, 9),
    stack("B/t1", "coronal", 30, 2, 14),
    stack("A/ax", "axial", 30, 2.5, 14),
    stack("A/film", "", 1, 1, 0),
  ];
  const slices = linkedSlices(stacks, 0, 12, {});
  assert.deepEqual([slices[0], slices[2], slices[3]], [12, 14, 0]);
  assert.ok(Math.abs(stacks[1].z[slices[1]] - stacks[0].z[12]) <= 1);
});

test("what has no plane moves nothing", () => {
  const stacks = [stack("a", "", 5, 1, 0), stack("b", "", 5, 1, 0)];
  assert.deepEqual(linkedSlices(stacks, 0, 3, {}), [3, 0]);
});

test("locked here, slices stay side by side whichever is moved", () => {
  const random = seeded(2);
  for (let round = 0; round < 200; round += 1) {
    const [n, apart] = [24, random.whole(-6, 6)];
    const at = random.whole(8, 15);
    const stacks = [stack("A", "axial", n, 2, at), stack("B", "axial", n, 2, at + apart)];
    const lead = random.whole(0, 1);
    const offsets = lockedHere(stacks, lead, {});
    for (let slice = 6; slice < n - 6; slice += 1) {
      assert.deepEqual(linkedSlices(stacks, 0, slice, offsets), [slice, slice + apart]);
      assert.deepEqual(linkedSlices(stacks, 1, slice, offsets), [slice - apart, slice]);
    }
  }
});

test("a lock of one plane leaves that of another", () => {
  const stacks = [stack("A", "axial", 9, 2, 3), stack("B", "axial", 9, 2, 5)];
  const offsets = lockedHere(stacks, 0, { "B/cor": 7 });
  assert.deepEqual(offsets, { "B/cor": 7, B: 4 });
});

test("a lock can be made anew from a locked place", () => {
  const stacks = [stack("A", "axial", 20, 2, 10), stack("B", "axial", 20, 2, 12)];
  const first = lockedHere(stacks, 1, {});
  assert.deepEqual(linkedSlices(stacks, 0, 11, first), [11, 13]);
  stacks[1].slice = 7;
  assert.deepEqual(linkedSlices(stacks, 0, 11, lockedHere(stacks, 0, first)), [11, 8]);
});

const coronal = {
  rows: 384,
  columns: 512,
  spacing: [0.4, 0.3],
  z: evenly(20, 3),
  relation: { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1], origin: [-76, -70, -28.5] },
};
const axial = {
  rows: 320,
  columns: 320,
  spacing: [0.25, 0.25],
  z: evenly(30, 2.5),
  relation: { x: [1, 0, 0], y: [0, 0, 1], z: [0, 1, 0], origin: [-40, -36.25, -40] },
};

/** The same stacks, turned together in space. */
function turned({ relation, ...rest }, angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const one = ([x, y, z]) => [c * x - s * y, c * (s * x + c * y) - s * z, s * (s * x + c * y) + c * z];
  const all = Object.entries(relation).map(([name, vector]) => [name, one(vector)]);
  return { ...rest, relation: Object.fromEntries(all) };
}

test("an axial slice is a level line of the coronal picture, where both are the same place", () => {
  const [[x1, y1], [x2, y2]] = crossLine(axial, 14, coronal, 9);
  near(assert, [x1, x2, y1], [0, 512, y2], 1e-6);
  // The axial slice lies at y = -36.25 + 14 * 2.5; the first coronal row's middle at -70.
  near(assert, y1, (-36.25 + 14 * 2.5 + 70) / 0.4 + 0.5, 1e-9);
});

test("every point of the line lies in the plane that cuts, however both are turned", () => {
  const random = seeded(3);
  let lines = 0;
  for (let round = 0; round < 200; round += 1) {
    const angle = random.between(0, 6.3);
    const [cutting, cut] = [turned(axial, angle), turned(coronal, angle + random.between(-0.05, 0.05))];
    const [at, shown] = [random.whole(0, 29), random.whole(0, 19)];
    const line = crossLine(cutting, at, cut, shown);
    for (const point of line ?? []) {
      lines += 1;
      const { along } = pointOf(cutting, placeOf(cut, shown, point));
      near(assert, along, cutting.z[at] - cutting.z[0], 1e-6);
      assert.ok(point[0] >= -1e-6 && point[0] <= cut.columns + 1e-6);
      assert.ok(point[1] >= -1e-6 && point[1] <= cut.rows + 1e-6);
    }
  }
  assert.ok(lines > 100);
});

test("parallel planes cut nowhere, and planes that miss the picture draw nothing", () => {
  assert.equal(crossLine(coronal, 3, coronal, 9), null);
  const away = { ...axial, relation: { ...axial.relation, origin: [0, 900, 0] } };
  assert.equal(crossLine(away, 14, coronal, 9), null);
});

test("a place is found again from the point that it was made of", () => {
  const random = seeded(4);
  for (let round = 0; round < 100; round += 1) {
    const stackOf = turned(random.pick([coronal, axial]), random.between(0, 6));
    const point = [random.between(0, 300), random.between(0, 300)];
    const slice = random.whole(0, 19);
    const found = pointOf(stackOf, placeOf(stackOf, slice, point));
    near(assert, found.point, point, 1e-6);
    near(assert, found.along, stackOf.z[slice] - stackOf.z[0], 1e-6);
  }
});

test("a line through two corners is the diagonal", () => {
  near(assert, clipped(1, -1, 0, 10, 10), [[0, 0], [10, 10]]);
  assert.equal(clipped(0, 1, 5, 10, 10), null);
  assert.equal(clipped(1, 1, 0, 10, 10), null); // touches one corner
});
