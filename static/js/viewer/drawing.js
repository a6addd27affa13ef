// A mark that is being drawn, by a drag of the pointer or point by point with the keyboard.

// A free outline takes a point each time that the pointer has gone so far, in image pixels.
const NEXT_POINT = 1.5;
// Two points of a keyboard's outline nearer than this are one: the outline is closed.
const SAME = 0.25;

/** @param {Point} one @param {Point} other */
const distance = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

export class Draft {
  /** @param {Shape} shape @param {Point} start */
  constructor(shape, start) {
    this.shape = shape;
    /** @type {Point[]} */
    this.points = [start];
  }

  /** Follow the pointer of a drag. @param {Point} point */
  drag(point) {
    if (this.shape === "point") {
      this.points = [point];
    } else if (this.shape !== "outline") {
      this.points = [this.points[0], point];
    } else if (distance(point, this.points[this.points.length - 1]) >= NEXT_POINT) {
      this.points.push(point);
    }
  }

  /**
   * Set the next point with the keyboard; returns whether the mark is complete. An outline is closed
   * by setting a point where the last or the first one is.
   *
   * @param {Point} point
   */
  set(point) {
    if (this.shape === "outline") {
      const [first, last] = [this.points[0], this.points[this.points.length - 1]];
      const closes = distance(point, last) < SAME || distance(point, first) < SAME;
      if (closes) {
        return this.points.length > 2;
      }
      this.points.push(point);
      return false;
    }
    this.points.push(point);
    return true;
  }

  /** Take the last point back; returns whether any is left. */
  back() {
    this.points.pop();
    return this.points.length > 0;
  }

  /** What a press without a drag made is no mark. */
  get isSomething() {
    const { shape, points } = this;
    if (shape === "point") {
      return true;
    }
    return points.length > (shape === "outline" ? 2 : 1) && distance(points[0], farthest(points)) > 1;
  }
}

/** The point that lies farthest from the first. @param {Point[]} points */
function farthest(points) {
  return points.reduce((far, point) =>
    distance(points[0], point) > distance(points[0], far) ? point : far,
  );
}

/**
 * The points of a mark with one of its handles moved.
 *
 * @param {Point[]} points @param {number} handle @param {Point} to
 * @returns {Point[]}
 */
export function moved(points, handle, to) {
  return points.map((point, index) => (index === handle ? to : point));
}

/**
 * At most so many handles, spread over the points: a free outline has hundreds of points.
 *
 * @param {Point[]} points @param {number} most
 */
export function handlesOf(points, most = 12) {
  const step = Math.max(1, Math.ceil(points.length / most));
  return points.map((_, index) => index).filter((index) => index % step === 0);
}

/**
 * The points of a mark with a handle moved; between two handles of an outline the points follow,
 * the less the farther they are from it.
 *
 * @param {Shape} shape @param {Point[]} points @param {number} handle @param {Point} to
 * @returns {Point[]}
 */
export function reshaped(shape, points, handle, to) {
  const step = Math.max(1, Math.ceil(points.length / 12));
  if (shape !== "outline" || step === 1) {
    return moved(points, handle, to);
  }
  const [dx, dy] = [to[0] - points[handle][0], to[1] - points[handle][1]];
  return points.map(([x, y], index) => {
    const apart = Math.abs(index - handle);
    const far = Math.min(apart, points.length - apart);
    const share = Math.max(0, 1 - far / step);
    return [x + dx * share, y + dy * share];
  });
}
