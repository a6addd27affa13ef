import assert from "node:assert/strict";
import { test } from "node:test";

import {
  barLength,
  MOST_ZOOM,
  panned,
  pixelShape,
  toImage,
  toScreen,
  transformOf,
  wholeView,
  within,
  zoomedAt,
} from "../../static/js/viewer/geometry.js";
import { ellipseArea, measure, outlineArea, pathLength, shareOf } from "../../static/js/viewer/measures.js";
import { near, seeded } from "./seeded.js";

function some({ between, whole, pick }) {
  const size = {
    rows: whole(64, 2800),
    columns: whole(64, 2800),
    spacing: pick([null, [0.3, 0.3], [0.6, 0.3], [0.2, 0.5]]),
  };
  const room = { width: between(100, 3800), height: between(100, 2100) };
  const view = {
    zoom: between(1, 12),
    centre: [between(0, size.columns), between(0, size.rows)],
    flipped: pick([true, false]),
  };
  return { size, room, view };
}

test("screen and image lead to each other", () => {
  const random = seeded(1);
  for (let round = 0; round < 200; round += 1) {
    const { size, room, view } = some(random);
    const transform = transformOf(view, size, room);
    const point = [random.between(-50, 3000), random.between(-50, 3000)];
    near(assert, toImage(transform, toScreen(transform, point)), point, 1e-6);
    near(assert, toScreen(transform, view.centre), [room.width / 2, room.height / 2], 1e-6);
  }
});

test("the whole view shows every pixel and fills one direction", () => {
  const random = seeded(2);
  for (let round = 0; round < 200; round += 1) {
    const { size, room } = some(random);
    const transform = transformOf(wholeView(size), size, room);
    const [left, top] = toScreen(transform, [0, 0]);
    const [right, bottom] = toScreen(transform, [size.columns, size.rows]);
    const slack = [left, top, room.width - right, room.height - bottom];
    assert.ok(slack.every((one) => one >= -1e-6));
    assert.ok(Math.min(...slack.map(Math.abs)) < 1e-6);
  }
});

test("a millimetre is as long in both directions", () => {
  const size = { rows: 100, columns: 100, spacing: [0.6, 0.3] };
  const { ax, ay } = transformOf(wholeView(size), size, { width: 300, height: 300 });
  near(assert, ax / 0.3, ay / 0.6);
  near(assert, barLength({ ax, ay, dx: 0, dy: 0 }, size.spacing, 10), (ax * 10) / 0.3);
  assert.deepEqual(pixelShape(size), [1, 2]);
  assert.equal(barLength({ ax, ay, dx: 0, dy: 0 }, null, 10), null);
});

test("zooming in keeps the point under the pointer", () => {
  const random = seeded(3);
  for (let round = 0; round < 300; round += 1) {
    const { size, room, view } = some(random);
    const inside = [random.between(0, size.columns), random.between(0, size.rows)];
    const at = toScreen(transformOf(view, size, room), inside);
    const next = zoomedAt(view, random.between(1, 3), at, size, room);
    near(assert, toScreen(transformOf(next, size, room), inside), at, 1e-5);
    assert.ok(next.zoom <= MOST_ZOOM);
  }
});

test("zoomed out as far as it goes, the picture is whole and as flipped as before", () => {
  const size = { rows: 50, columns: 80, spacing: null };
  const view = { zoom: 3, centre: [10, 10], flipped: true };
  const next = zoomedAt(view, 0.01, [5, 5], size, { width: 100, height: 100 });
  assert.deepEqual(next, wholeView(size, true));
});

test("a drag moves the picture with the pointer, flipped or not, and never off the pane", () => {
  const random = seeded(4);
  for (let round = 0; round < 200; round += 1) {
    const { size, room, view } = some(random);
    const [dx, dy] = [random.between(-5, 5), random.between(-5, 5)];
    const before = toScreen(transformOf(view, size, room), [1, 1]);
    const next = panned(view, dx, dy, size, room);
    if (next.centre.every((at, i) => at > 0 && at < [size.columns, size.rows][i])) {
      near(assert, toScreen(transformOf(next, size, room), [1, 1]), [before[0] + dx, before[1] + dy], 1e-6);
    }
    const far = panned(view, 1e6, -1e6, size, room).centre;
    assert.deepEqual(within(size, far), far);
  }
});

test("lengths and areas are those of known shapes", () => {
  near(assert, pathLength([[0, 0], [3, 4]], null), 5);
  near(assert, pathLength([[0, 0], [3, 4]], [0.5, 1]), Math.hypot(3, 2));
  near(assert, outlineArea([[0, 0], [4, 0], [4, 3], [0, 3]]), 12);
  near(assert, ellipseArea([[1, 1], [5, 3]]), Math.PI * 2);
  assert.deepEqual(measure("line", [[0, 0], [0, 10]], [0.3, 0.3]), { value: 3, unit: "mm" });
  near(assert, measure("outline", [[0, 0], [10, 0], [10, 10], [0, 10]], [0.2, 0.5]).value, 10);
  assert.equal(measure("ellipse", [[0, 0], [2, 2]], null).unit, "px2");
  assert.equal(measure("point", [[1, 1]], null), null);
  assert.equal(measure("line", [[1, 1]], null), null);
});

test("an outline's area does not depend on where it lies, begins, or which way it goes", () => {
  const random = seeded(5);
  for (let round = 0; round < 100; round += 1) {
    const n = random.whole(3, 40);
    const r = random.between(2, 50);
    const [x, y] = [random.between(0, 500), random.between(0, 500)];
    const points = Array.from({ length: n }, (_, i) => {
      const turn = (2 * Math.PI * i) / n;
      return [x + r * Math.cos(turn), y + r * Math.sin(turn)];
    });
    const area = (n / 2) * r * r * Math.sin((2 * Math.PI) / n);
    near(assert, outlineArea(points), area, 1e-6 * area);
    near(assert, outlineArea([...points].reverse()), area, 1e-6 * area);
    near(assert, outlineArea([...points.slice(2), ...points.slice(0, 2)]), area, 1e-6 * area);
  }
});

test("a share is of an area, and of nothing else", () => {
  const bone = { shape: "outline", points: [[0, 0], [10, 0], [10, 10], [0, 10]] };
  const part = { shape: "ellipse", points: [[0, 0], [5, 5]] };
  near(assert, shareOf(part, bone), (Math.PI / 4) * 25);
  assert.equal(shareOf(part, null), null);
  assert.equal(shareOf({ shape: "line", points: [[0, 0], [1, 1]] }, bone), null);
  assert.equal(shareOf(part, { shape: "outline", points: [[0, 0], [1, 1], [2, 2]] }), null);
});
