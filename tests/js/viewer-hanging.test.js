import assert from "node:assert/strict";
import { test } from "node:test";

import { hang, keyOf, neighbour } from "../../static/js/viewer/hanging.js";
import { SLOTS, weightingOf } from "../../static/js/viewer/layout.js";
import { seeded } from "./seeded.js";

const series = (kind, plane, film = false) => ({
  kind,
  plane,
  side: "R",
  label: `${plane} ${kind}`.trim(),
  film,
  manifest: `/${plane}/${kind}`,
});
const MRI = [
  series("stir", "coronal"),
  series("t1", "axial"),
  series("t1", "coronal"),
  series("t1_contrast", "axial"),
];
const columns = (letters, all = MRI) => [...letters].map((letter) => ({ letter, series: all }));
const texts = ({ panes }) => panes.map(({ letter, series: one }) => `${letter} ${one?.label ?? "none"}`);

test("each feature gets the series of the atlas, time points side by side", () => {
  const erosion = hang(columns("AB"), "erosion");
  assert.deepEqual(texts(erosion), ["A coronal t1", "B coronal t1", "A axial t1", "B axial t1"]);
  assert.equal(erosion.across, 2);
  assert.deepEqual(texts(hang(columns("AB"), "bme")), ["A coronal stir", "B coronal stir"]);
  const synovitis = hang(columns("AB"), "synovitis");
  assert.deepEqual(texts(synovitis), ["A axial t1", "B axial t1", "A axial t1_contrast", "B axial t1_contrast"]);
  assert.deepEqual(texts(hang(columns("A"), "erosion")), ["A coronal t1", "A axial t1"]);
});

test("what one time point lacks stays empty beside the other's; what all lack takes no room", () => {
  const some = [
    { letter: "A", series: MRI.filter(({ plane }) => plane === "axial") },
    { letter: "B", series: MRI },
  ];
  assert.deepEqual(texts(hang(some, "erosion")), ["A none", "B coronal t1", "A axial t1", "B axial t1"]);
  const none = columns("AB", MRI.filter(({ plane }) => plane === "axial"));
  assert.deepEqual(texts(hang(none, "erosion")), ["A axial t1", "B axial t1"]);
});

test("films hang side by side, whatever is scored", () => {
  const films = columns("AB", [series("hands", "", true), series("feet", "", true)]);
  for (const feature of ["erosion", "jsn", "", "something"]) {
    assert.deepEqual(texts(hang(films, feature)), ["A hands", "B hands"]);
  }
  assert.deepEqual(texts(hang(films, "erosion", 4)), ["A hands", "B hands", "A feet", "B feet"]);
});

test("the films of a scored foot are those of feet", () => {
  const films = columns("AB", [series("hands", "", true), series("feet", "", true)]);
  assert.deepEqual(texts(hang(films, "erosion", 0, "A", "feet")), ["A feet", "B feet"]);
  assert.deepEqual(texts(hang(films, "erosion", 0, "A", "knees")), ["A hands", "B hands"]);
  const [hands, feet] = films[0].series;
  const unlike = [{ letter: "A", series: [feet, hands] }, { letter: "B", series: [hands] }];
  assert.deepEqual(texts(hang(unlike, "jsn")), ["A feet", "B none"]);
  assert.deepEqual(texts(hang(unlike, "jsn", 0, "A", "hands")), ["A hands", "B hands"]);
});

test("a reader may ask for one, two or four panes, and gets the scored time point", () => {
  assert.deepEqual(texts(hang(columns("AB"), "erosion", 1, "B")), ["B coronal t1"]);
  assert.deepEqual(texts(hang(columns("AB"), "erosion", 2)), ["A coronal t1", "B coronal t1"]);
  assert.deepEqual(texts(hang(columns("ABC"), "bme", 0, "C")), ["B coronal stir", "C coronal stir"]);
});

test("there are one to four panes, of known series, never one twice, whatever there is", () => {
  const random = seeded(1);
  for (let round = 0; round < 300; round += 1) {
    const all = [..."ABCD"].slice(0, random.whole(1, 4)).map((letter) => ({
      letter,
      series: MRI.filter(() => random.pick([true, false])),
    }));
    const { panes, across } = hang(all, random.pick([...Object.keys(SLOTS), "x"]), random.pick([0, 1, 2, 4]), random.pick(["", ..."ABCD"]));
    assert.ok(panes.length <= 4 && across >= 1 && across <= 2);
    const keys = panes.flatMap(({ letter, series: one }) => (one ? [keyOf(letter, one)] : []));
    assert.equal(new Set(keys).size, keys.length);
  }
});

test("kinds are told apart however they are spelled", () => {
  const found = ["t1", "cor_t1", "t1_contrast", "cor T1 FS Gd", "stir", "t2_fs", "x"].map((kind) =>
    weightingOf({ kind, film: false }),
  );
  assert.deepEqual(found, ["t1", "t1", "contrast", "contrast", "fluid", "fluid", ""]);
  assert.equal(weightingOf({ kind: "t1", film: true }), "film");
});

test("the next series is of the same time point, round and round", () => {
  const all = columns("AB");
  let now = { letter: "B", series: MRI[0] };
  const seen = MRI.map(() => (now = neighbour(all, now, 1)).series);
  assert.deepEqual(seen, [MRI[1], MRI[2], MRI[3], MRI[0]]);
  assert.equal(neighbour(all, now, -1).series, MRI[3]);
  assert.equal(neighbour(all, { letter: "A", series: null }, 1).series, MRI[0]);
});
