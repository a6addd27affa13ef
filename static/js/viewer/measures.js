// Lengths and areas of what was drawn, in mm where the image has a scale, else in pixels.

/** @typedef {"point" | "line" | "ellipse" | "outline"} Shape */
/** @typedef {{value: number, unit: "mm" | "mm2" | "px" | "px2"}} Measure */

/** The length of a path. @param {Point[]} points @param {Spacing | null} spacing */
export function pathLength(points, spacing) {
  const [high, wide] = spacing ?? [1, 1];
  let sum = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [dx, dy] = [points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]];
    sum += Math.hypot(dx * wide, dy * high);
  }
  return sum;
}

/** The area within a closed outline, by the shoelace formula. @param {Point[]} points */
export function outlineArea(points) {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** The area of an ellipse that fills the box between two corners. @param {Point[]} corners */
export function ellipseArea([[left, top], [right, bottom]]) {
  return (Math.PI / 4) * Math.abs(right - left) * Math.abs(bottom - top);
}

/**
 * What a shape measures; null for a point and for a shape that is not complete.
 *
 * @param {Shape} shape @param {Point[]} points @param {Spacing | null} spacing
 * @returns {Measure | null}
 */
export function measure(shape, points, spacing) {
  if (shape === "point" || points.length < 2) {
    return null;
  }
  if (shape === "line") {
    return { value: pathLength(points, spacing), unit: spacing ? "mm" : "px" };
  }
  const area = shape === "ellipse" ? ellipseArea(points) : outlineArea(points);
  const pixel = spacing ? spacing[0] * spacing[1] : 1;
  return { value: area * pixel, unit: spacing ? "mm2" : "px2" };
}

/**
 * The percentage of a bone's outline that an area takes; null where either is no area.
 *
 * @param {{shape: Shape, points: Point[]}} part @param {{shape: Shape, points: Point[]} | null} bone
 */
export function shareOf(part, bone) {
  const [small, whole] = [part, bone].map((one) => one && measure(one.shape, one.points, null));
  if (small?.unit !== "px2" || whole?.unit !== "px2" || whole.value === 0) {
    return null;
  }
  return (100 * small.value) / whole.value;
}
