import assert from "node:assert/strict";
import { test } from "node:test";

import { Draft, handlesOf, reshaped } from "../../static/js/viewer/drawing.js";
import { BONE, isComplete, isOn, Marks, newId } from "../../static/js/viewer/marks.js";
import { measureText, wordsOf } from "../../static/js/viewer/words.js";
import { near, seeded } from "./seeded.js";

const mark = (id, other = {}) => ({
  id,
  column: "A",
  kind: "t1",
  plane: "coronal",
  side: "R",
  slice: 3,
  shape: "point",
  points: [[1, 2]],
  site: "LUN",
  feature: "erosion",
  ...other,
});

test("what a person does is told, what the page sets is not", () => {
  const told = [];
  const marks = new Marks((change) => told.push([change.action, change.mark.id]));
  marks.set([mark("a")]);
  marks.put(mark("b"));
  marks.put(mark("a", { slice: 4 }));
  marks.remove("b");
  marks.remove("b");
  marks.take({ action: "add", mark: mark("c") });
  marks.take({ action: "remove", mark: mark("a") });
  assert.deepEqual(told, [["add", "b"], ["change", "a"], ["remove", "b"]]);
  assert.deepEqual(marks.list().map(({ id }) => id), ["c"]);
});

test("marks are found by slice and by site, the scored feature first", () => {
  const marks = new Marks(() => {});
  marks.set([
    mark("a", { feature: "bme" }),
    mark("b"),
    mark("c", { column: "B" }),
    mark("d", { slice: 9 }),
    mark("e", { plane: "axial" }),
  ]);
  const series = { kind: "t1", plane: "coronal", side: "R" };
  assert.deepEqual(marks.on("A", series, 3).map(({ id }) => id), ["a", "b"]);
  assert.equal(marks.of("A", "LUN", "erosion").id, "b");
  assert.equal(marks.of("A", "LUN", "synovitis").id, "a");
  assert.equal(marks.of("A", "CAP", "erosion"), null);
  marks.put(mark("f", { site: "CAP" }));
  assert.deepEqual([...marks.sites("A")], ["CAP", "LUN"]);
  assert.deepEqual([...marks.sites("B")], ["LUN"]);
  assert.ok(isOn({ kind: "t1" }, series) && !isOn({ kind: "t1", side: "L" }, series));
});

test("a share is of the bone of the same site and slice", () => {
  const marks = new Marks(() => {});
  const square = (size) => [[0, 0], [size, 0], [size, size], [0, size]];
  const part = mark("a", { shape: "outline", points: square(5) });
  marks.set([
    part,
    mark("bone", { shape: "outline", points: square(10), feature: BONE }),
    mark("other", { shape: "outline", points: square(6), feature: BONE, site: "CAP" }),
  ]);
  const found = marks.measured(part, [0.5, 0.5]);
  near(assert, [found.value, found.share], [6.25, 25]);
  assert.equal(marks.measured(marks.byId.get("bone"), null).share, null);
});

test("a mark has the points of its shape", () => {
  const complete = { point: 1, line: 2, ellipse: 2, outline: 3 };
  for (const [shape, least] of Object.entries(complete)) {
    for (let n = 0; n < 5; n += 1) {
      const points = Array.from({ length: n }, (_, i) => [i, i]);
      assert.equal(isComplete({ shape, points }), n >= least, `${shape} ${n}`);
    }
  }
  assert.ok(!isComplete({ shape: "point", points: [[NaN, 1]] }));
});

test("ids differ", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, newId)).size, 1000);
});

test("a drag draws each shape", () => {
  const path = [[10, 10], [10.2, 10], [14, 10], [14, 15]];
  const drawn = (shape) => {
    const draft = new Draft(shape, path[0]);
    path.slice(1).forEach((point) => draft.drag(point));
    return draft.points;
  };
  assert.deepEqual(drawn("point"), [[14, 15]]);
  assert.deepEqual(drawn("line"), [[10, 10], [14, 15]]);
  assert.deepEqual(drawn("ellipse"), [[10, 10], [14, 15]]);
  assert.deepEqual(drawn("outline"), [[10, 10], [14, 10], [14, 15]]);
});

test("a press without a drag is a point and no other mark", () => {
  assert.ok(new Draft("point", [1, 1]).isSomething);
  for (const shape of ["line", "ellipse", "outline"]) {
    const draft = new Draft(shape, [1, 1]);
    draft.drag([1.2, 1.1]);
    assert.ok(!draft.isSomething);
  }
});

test("the keyboard sets point after point, and closes an outline where it began or stands", () => {
  assert.ok(new Draft("line", [1, 1]).set([5, 5]));
  for (const closing of [[1, 1], [5, 5]]) {
    const draft = new Draft("outline", [1, 1]);
    assert.ok(!draft.set([5, 1]));
    assert.ok(!draft.set([5, 1])); // two points enclose nothing
    assert.ok(!draft.set([5, 5]));
    assert.ok(draft.set(closing));
    assert.equal(draft.points.length, 3);
  }
});

test("a handle of an outline takes its neighbours along, and no others", () => {
  const random = seeded(1);
  const points = Array.from({ length: 240 }, (_, i) => [i, random.between(0, 9)]);
  const handles = handlesOf(points);
  assert.ok(handles.length <= 12);
  const next = reshaped("outline", points, handles[3], [500, 500]);
  near(assert, next[handles[3]], [500, 500]);
  for (const other of handles.filter((one) => one !== handles[3])) {
    assert.deepEqual(next[other], points[other]);
  }
  assert.deepEqual(reshaped("line", [[0, 0], [1, 1]], 1, [7, 7]), [[0, 0], [7, 7]]);
});

test("measures are said with their unit and their share", () => {
  const words = wordsOf({ sayMm: "{value} mm", sayMm2: "{value} mm²", sayShare: "{percent} % of bone" });
  assert.equal(measureText(words, { value: 3.14159, unit: "mm" }), "3.1 mm");
  assert.equal(measureText(words, { value: 314.159, unit: "mm2", share: 12.6 }), "314 mm², 13 % of bone");
  assert.equal(measureText(words, null), "");
  assert.equal(words("nothing"), "");
});
