// What a drag over a picture does, by tool. Each returns what follows the pointer and what ends it.

import { placeOf, pointOf } from "./crossing.js";
import { Draft, reshaped } from "./drawing.js";
import { panned, within, zoomedAt } from "./geometry.js";
import { nearestSlice } from "./linking.js";
import { BONE } from "./marks.js";
import { draggedWindow } from "./window-level.js";

/** @typedef {{move?: (at: Point) => void, end?: () => void, cancel?: () => void}} Gesture */
/** @typedef {(viewer: Viewer, pane: Pane, start: Point) => Gesture} Tool */

// A drag over so many CSS pixels is one slice, or doubles the zoom.
const SLICE = 10;
const DOUBLE = 120;

/** @type {Tool} */
function window(viewer, pane, start) {
  const from = pane.look.window;
  return {
    move: (at) => {
      pane.look.window = draggedWindow(from, at[0] - start[0], at[1] - start[1]);
      viewer.changed();
    },
  };
}

/** @type {Tool} */
function pan(viewer, pane, start) {
  const from = pane.look.view;
  return {
    move: (at) => {
      const size = /** @type {Manifest} */ (pane.manifest);
      pane.look.view = panned(from, at[0] - start[0], at[1] - start[1], size, pane.room);
      viewer.changed();
    },
  };
}

/** @type {Tool} */
function zoom(viewer, pane, start) {
  const from = pane.look.view;
  return {
    move: (at) => {
      const factor = 2 ** ((start[1] - at[1]) / DOUBLE);
      const size = /** @type {Manifest} */ (pane.manifest);
      pane.look.view = zoomedAt(from, factor, start, size, pane.room);
      viewer.changed();
    },
  };
}

/** @type {Tool} */
function scroll(viewer, pane, start) {
  const from = pane.look.slice;
  return { move: (at) => viewer.moveTo(pane, from + Math.round((at[1] - start[1]) / SLICE)) };
}

/** @type {Tool} */
function magnifier(viewer, pane, start) {
  const at = (/** @type {Point | null} */ point) => {
    pane.lens = point;
    viewer.draws();
  };
  at(start);
  return { move: at, end: () => at(null), cancel: () => at(null) };
}

/** @type {Tool} */
function ruler(viewer, pane, start) {
  const first = pane.imagePoint(start);
  const { key, look } = pane;
  viewer.ruler = null;
  return {
    move: (at) => {
      viewer.ruler = { key, slice: look.slice, points: [first, pane.imagePoint(at)] };
      viewer.draws();
    },
    end: () => viewer.draws(),
  };
}

/** Show a point of one plane in the other planes of its examination. @type {Tool} */
function locate(viewer, pane, start) {
  const { placed, hung, look } = pane;
  if (!placed) {
    viewer.status.say(viewer.words("sayNoPlace"));
    return {};
  }
  const place = placeOf(placed, look.slice, pane.imagePoint(start));
  viewer.located = { letter: hung.letter, place };
  const isOther = (/** @type {Pane} */ other) =>
    other.placed && other.hung.letter === hung.letter && other.hung.series?.plane !== hung.series?.plane;
  for (const other of viewer.panes.filter(isOther)) {
    const { z } = /** @type {Manifest} */ (other.manifest);
    const { along } = pointOf(/** @type {Placed} */ (other.placed), place);
    viewer.moveTo(other, nearestSlice(z, z[0] + along));
  }
  viewer.changed();
  return {};
}

/**
 * A tool that draws a mark.
 *
 * @param {Shape} shape @param {boolean} ofBone
 * @returns {Tool}
 */
function draws(shape, ofBone = false) {
  return (viewer, pane, start) => {
    const size = /** @type {Manifest} */ (pane.manifest);
    const point = (/** @type {Point} */ at) => within(size, pane.imagePoint(at));
    const draft = new Draft(shape, point(start));
    viewer.drawing.begin(pane, draft, ofBone ? BONE : "");
    return {
      move: (at) => {
        draft.drag(point(at));
        viewer.draws();
      },
      end: () => viewer.drawing.finish(),
      cancel: () => viewer.drawing.stop(),
    };
  };
}

/** @type {Record<string, Tool>} */
export const TOOLS = {
  window,
  pan,
  zoom,
  scroll,
  magnifier,
  ruler,
  locate,
  point: draws("point"),
  line: draws("line"),
  ellipse: draws("ellipse"),
  outline: draws("outline"),
  bone: draws("outline", true),
};

/** The shapes of the tools that draw marks. @type {Record<string, Shape>} */
export const SHAPES = {
  point: "point",
  line: "line",
  ellipse: "ellipse",
  outline: "outline",
  bone: "outline",
};

/**
 * Move one handle of a mark; it is told when the handle is let go. A click on it shows the cell.
 *
 * @param {Viewer} viewer @param {Pane} pane @param {Mark} mark @param {number} handle
 * @returns {Gesture}
 */
export function reshape(viewer, pane, mark, handle) {
  const size = /** @type {Manifest} */ (pane.manifest);
  let now = mark;
  return {
    move: (at) => {
      const to = within(size, pane.imagePoint(at));
      now = { ...mark, points: reshaped(mark.shape, mark.points, handle, to) };
      viewer.marks.byId.set(mark.id, now);
      viewer.draws();
    },
    end: () => {
      if (now === mark) {
        viewer.choose(mark);
      } else {
        viewer.marks.put(now);
      }
    },
    cancel: () => {
      viewer.marks.byId.set(mark.id, mark);
      viewer.draws();
    },
  };
}
