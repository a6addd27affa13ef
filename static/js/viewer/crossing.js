// Where the slice of one stack cuts the picture of another, within one examination.
//
// The middle of pixel (column c, row r) of slice k lies at
//   origin + x * (c * spacing between columns) + y * (r * spacing between rows) + z * (z[k] - z[0]):
// x runs along a row, y down a column, z from slice to slice, all of length 1; the origin is the
// middle of the first pixel of the first slice (DICOM PS3.3, C.7.6.2.1.1, moved to a common frame).

/** @typedef {[number, number, number]} Vector */
/** @typedef {{x: Vector, y: Vector, z: Vector, origin: Vector}} Relation */
/** @typedef {{rows: number, columns: number, spacing: Spacing, z: number[], relation: Relation}} Placed */

// Planes that are parallel but for a degree cut nowhere worth showing.
const PARALLEL = 0.02;

/** @param {Vector} a @param {Vector} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * @param {Vector} from @param {number} length @param {Vector} along
 * @returns {Vector}
 */
const go = (from, length, along) => [
  from[0] + length * along[0],
  from[1] + length * along[1],
  from[2] + length * along[2],
];

/** The middle of a slice's first pixel. @param {Placed} stack @param {number} slice */
function corner({ relation, z }, slice) {
  return go(relation.origin, z[slice] - z[0], relation.z);
}

/**
 * Where an image point lies in the examination, in mm.
 *
 * @param {Placed} stack @param {number} slice @param {Point} point
 */
export function placeOf(stack, slice, [x, y]) {
  const [down, across] = stack.spacing;
  const { relation } = stack;
  return go(go(corner(stack, slice), (x - 0.5) * across, relation.x), (y - 0.5) * down, relation.y);
}

/**
 * The image point and the distance along the stack, from its first slice, of a place.
 *
 * @param {Placed} stack @param {Vector} place
 * @returns {{point: Point, along: number}}
 */
export function pointOf({ relation, spacing }, place) {
  const [down, across] = spacing;
  const from = go(place, -1, relation.origin);
  return {
    point: [dot(from, relation.x) / across + 0.5, dot(from, relation.y) / down + 0.5],
    along: dot(from, relation.z),
  };
}

/**
 * The line that a slice of one stack draws in a slice of another, in image points of the other;
 * null where they are parallel or miss each other.
 *
 * @param {Placed} cutting @param {number} at slice of the cutting stack
 * @param {Placed} cut @param {number} shown slice of the stack that is cut
 * @returns {[Point, Point] | null}
 */
export function crossLine(cutting, at, cut, shown) {
  const normal = cutting.relation.z;
  // On the cut picture the distance from the cutting plane is a * x + b * y + c.
  const a = dot(normal, cut.relation.x) * cut.spacing[1];
  const b = dot(normal, cut.relation.y) * cut.spacing[0];
  const first = go(corner(cut, shown), -1, corner(cutting, at));
  const c = dot(normal, first) - (a + b) / 2;
  if (Math.hypot(a / cut.spacing[1], b / cut.spacing[0]) < PARALLEL) {
    return null;
  }
  return clipped(a, b, c, cut.columns, cut.rows);
}

/**
 * The part of the line a * x + b * y + c = 0 within [0, width] x [0, height].
 *
 * @param {number} a @param {number} b @param {number} c @param {number} width @param {number} height
 * @returns {[Point, Point] | null}
 */
export function clipped(a, b, c, width, height) {
  /** @type {Point[]} */
  const found = [];
  for (const x of b === 0 ? [] : [0, width]) {
    found.push([x, -(a * x + c) / b]);
  }
  for (const y of a === 0 ? [] : [0, height]) {
    found.push([-(b * y + c) / a, y]);
  }
  const slack = 1e-9 * (width + height);
  const inside = found
    .filter(([x, y]) => x >= -slack && x <= width + slack && y >= -slack && y <= height + slack)
    .sort(([x, y], [otherX, otherY]) => x - otherX || y - otherY);
  const [start, end] = [inside[0], inside[inside.length - 1]];
  return inside.length > 1 && (start[0] !== end[0] || start[1] !== end[1]) ? [start, end] : null;
}
