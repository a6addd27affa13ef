// What is drawn over a picture: marks, lines of other planes, the bar of 10 mm, the ruler.

import { one } from "../dom.js";
import { crossLine, pointOf } from "./crossing.js";
import { handlesOf } from "./drawing.js";
import { toScreen } from "./geometry.js";
import { measure } from "./measures.js";
import { measureText } from "./words.js";

const SPACE = "http://www.w3.org/2000/svg";
const EDGE = 12;
const CROSS = 9;
const TICK = 4;
// About as wide as a letter of a label is; the text is not measured while slices run.
const LETTER = 6.5;

/**
 * @param {string} name @param {Record<string, string | number>} attributes
 * @param {(SVGElement | string)[]} children
 */
function svg(name, attributes, ...children) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

/** A line twice: dark and wide below, so that it is seen on white. @param {string} d @param {string} kind */
function stroke(d, kind) {
  return [svg("path", { d, class: "viewer-halo" }), svg("path", { d, class: `viewer-line ${kind}` })];
}

/** @param {Point[]} points on the screen @param {boolean} closed */
function pathOf(points, closed = false) {
  const steps = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`);
  return steps.join("") + (closed ? "Z" : "");
}

/** @param {Point} at @param {number} size */
function crossPath([x, y], size) {
  return `M${x - size} ${y}H${x + size}M${x} ${y - size}V${y + size}`;
}

/** @param {Point[]} corners on the screen */
function ellipsePath([[x1, y1], [x2, y2]]) {
  const [rx, ry] = [Math.abs(x2 - x1) / 2, Math.abs(y2 - y1) / 2];
  const [left, middle] = [Math.min(x1, x2), (y1 + y2) / 2];
  return `M${left} ${middle}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
}

/** @param {Shape} shape @param {Point[]} points on the screen */
export function shapePath(shape, points) {
  if (shape === "point" || points.length < 2) {
    return crossPath(points[0], CROSS);
  }
  return shape === "ellipse" ? ellipsePath(points) : pathOf(points, shape === "outline");
}

export class Overlay {
  /** @param {Pane} pane */
  constructor(pane) {
    this.pane = pane;
    this.root = /** @type {SVGSVGElement} */ (
      /** @type {unknown} */ (one("[data-overlay]", pane.element))
    );
    /** @type {SVGElement[]} */
    this.next = [];
  }

  clear() {
    this.root.replaceChildren();
  }

  /** @param {number | null} bar CSS pixels of 10 mm */
  draw(bar) {
    this.next = [];
    this.crossLines();
    this.located();
    this.marks();
    this.ruler();
    this.draft();
    this.bar(bar);
    this.root.replaceChildren(...this.next);
  }

  /** @param {Point[]} points of the image @returns {Point[]} */
  onScreen(points) {
    const { transform } = this.pane;
    return points.map((point) => toScreen(transform, point));
  }

  /** The other panes of the same examination whose place is known. */
  others() {
    const { pane } = this;
    return pane.viewer.panes.filter(
      (other) => other !== pane && other.placed && other.hung.letter === pane.hung.letter,
    );
  }

  crossLines() {
    const { pane } = this;
    const own = pane.placed;
    const drawn = new Set();
    for (const other of own ? this.others() : []) {
      const placed = /** @type {Placed} */ (other.placed);
      const line = crossLine(placed, other.look.slice, /** @type {Placed} */ (own), pane.look.slice);
      const d = line && pathOf(this.onScreen(line));
      if (d && !drawn.has(d)) {
        drawn.add(d);
        this.next.push(...stroke(d, "viewer-line--plane"));
      }
    }
  }

  /** The point that was looked up in all planes, where this slice passes it. */
  located() {
    const { pane } = this;
    const { located } = pane.viewer;
    const { placed } = pane;
    if (!located || !placed || located.letter !== pane.hung.letter) {
      return;
    }
    const { point, along } = pointOf(placed, located.place);
    const { z } = placed;
    const apart = Math.abs(along - (z[pane.look.slice] - z[0]));
    const step = z.length > 1 ? Math.abs(z[1] - z[0]) : 1;
    if (apart <= step) {
      const [at] = this.onScreen([point]);
      this.next.push(...stroke(crossPath(at, CROSS * 2), "viewer-line--located"));
    }
  }

  marks() {
    const { pane } = this;
    const { viewer, hung, look } = pane;
    for (const mark of hung.series ? viewer.marks.on(hung.letter, hung.series, look.slice) : []) {
      const isChosen = viewer.chosen === mark.id;
      const points = this.onScreen(mark.points);
      const d = shapePath(mark.shape, points);
      const kind = isChosen ? "viewer-line--chosen" : "viewer-line--mark";
      const hit = svg("path", { d, class: "viewer-hit" });
      this.next.push(svg("g", { "data-mark": mark.id }, ...stroke(d, kind), hit));
      const found = viewer.marks.measured(mark, pane.manifest?.spacing ?? null);
      this.label(points, [mark.site, measureText(viewer.words, found, "sayPercent")].filter(Boolean).join(" "));
      if (isChosen) {
        this.handles(mark, points);
      }
    }
  }

  /** @param {Mark} mark @param {Point[]} points on the screen */
  handles(mark, points) {
    for (const index of handlesOf(mark.points)) {
      const [cx, cy] = points[index];
      this.next.push(
        svg("circle", { cx, cy, r: 5, class: "viewer-handle", "data-mark": mark.id, "data-handle": index }),
      );
    }
  }

  /**
   * Words beside the rightmost point, else left of it, and inside the pane.
   *
   * @param {Point[]} points @param {string} text
   */
  label(points, text) {
    const [x, y] = points.reduce((right, point) => (point[0] > right[0] ? point : right));
    const { width, height } = this.pane.room;
    const [gap, long] = [CROSS + 4, text.length * LETTER];
    const right = x + gap + long < width ? x + gap : x - gap - long;
    const place = {
      x: Math.max(TICK, Math.min(right, width - long)),
      y: Math.min(height - EDGE, Math.max(EDGE + 8, y + 4)),
    };
    this.next.push(svg("text", { ...place, class: "viewer-text" }, text));
  }

  ruler() {
    const { pane } = this;
    const { ruler } = pane.viewer;
    if (ruler && ruler.key === pane.key && ruler.slice === pane.look.slice) {
      this.measured("line", ruler.points, "viewer-line--ruler");
    }
  }

  /** @param {Shape} shape @param {Point[]} points of the image @param {string} kind */
  measured(shape, points, kind) {
    const { pane } = this;
    const there = this.onScreen(points);
    this.next.push(...stroke(shapePath(shape, there), kind));
    const found = measure(shape, points, pane.manifest?.spacing ?? null);
    this.label(there, measureText(pane.viewer.words, found));
  }

  draft() {
    const { drawing } = this.pane.viewer;
    if (drawing.pane !== this.pane) {
      return;
    }
    if (drawing.draft) {
      const { shape, points } = drawing.draft;
      const open = shape === "outline" && drawing.cursor ? "line" : shape;
      this.measured(open, points, "viewer-line--chosen");
    }
    if (drawing.cursor) {
      const [at] = this.onScreen([drawing.cursor]);
      this.next.push(...stroke(crossPath(at, CROSS * 2), "viewer-line--cursor"));
    }
  }

  /** @param {number | null} length CSS pixels of 10 mm */
  bar(length) {
    const { height, width } = this.pane.room;
    if (!length || length > width - 4 * EDGE) {
      return;
    }
    const [x, y] = [EDGE, height - EDGE];
    const d = `M${x} ${y - TICK}V${y}H${x + length}V${y - TICK}`;
    this.next.push(...stroke(d, "viewer-line--bar"));
    const text = this.pane.viewer.words("sayBar");
    this.next.push(svg("text", { x, y: y - TICK - 4, class: "viewer-text" }, text));
  }
}
