// What keys and buttons ask of the viewer.

import { wholeView, zoomedAt } from "./geometry.js";
import { isOn } from "./marks.js";
import { autoWindow, nextPreset } from "./window-level.js";

const ZOOM = 1.25;
const NUDGE = 1;
const FAR = 10;

/** @param {Viewer} viewer @param {number} factor */
function zoomBy({ pane }, factor) {
  const { manifest, room, look } = pane;
  if (manifest) {
    const middle = /** @type {Point} */ ([room.width / 2, room.height / 2]);
    look.view = zoomedAt(look.view, factor, middle, manifest, room);
  }
}

/** Tell whether a mark is to be seen in the active pane. @param {Viewer} viewer @param {Mark} mark */
function isShown({ pane }, mark) {
  const { hung, look } = pane;
  const isHere = hung.series !== null && isOn(mark, hung.series);
  return isHere && hung.letter === mark.column && look.slice === mark.slice;
}

/** Take a tool in hand, or lay it down. @param {Viewer} viewer @param {string} tool */
function take(viewer, tool) {
  viewer.use(viewer.tool === tool ? "window" : tool);
}

/**
 * Move the keyboard's cross, or the chosen mark where no cross stands.
 *
 * @param {Viewer} viewer @param {number} dx @param {number} dy @param {boolean} far
 */
function nudge(viewer, dx, dy, far) {
  const by = far ? FAR : NUDGE;
  const { drawing, marks, chosen } = viewer;
  const mark = marks.byId.get(chosen);
  if (drawing.cursor) {
    drawing.move(dx * by, dy * by);
  } else if (mark && isShown(viewer, mark)) {
    const flip = viewer.pane.look.view.flipped ? -1 : 1;
    marks.put({ ...mark, points: mark.points.map(([x, y]) => [x + dx * by * flip, y + dy * by]) });
  }
}

/** @type {Record<string, (viewer: Viewer, far: boolean) => unknown>} */
const commands = {
  forward: (viewer) => viewer.step(1),
  back: (viewer) => viewer.step(-1),
  first: (viewer) => viewer.moveTo(viewer.pane, 0),
  last: (viewer) => viewer.moveTo(viewer.pane, Infinity),
  nextSeries: (viewer) => viewer.wall.nextSeries(1),
  previousSeries: (viewer) => viewer.wall.nextSeries(-1),
  zoomIn: (viewer) => zoomBy(viewer, ZOOM),
  zoomOut: (viewer) => zoomBy(viewer, 1 / ZOOM),
  single: (viewer) => viewer.single(),
  lock: (viewer) => {
    viewer.lockHere();
    viewer.status.say(viewer.words("sayLocked"));
  },
  link: (viewer) => {
    viewer.linked = !viewer.linked;
    viewer.status.say(viewer.words(viewer.linked ? "sayLinked" : "sayUnlinked"));
  },
  unlock: (viewer) => {
    viewer.offsets = {};
    viewer.options.onOffsets?.({});
  },
  cine: (viewer) => {
    viewer.cine.toggle();
    viewer.settled();
  },
  invert: ({ pane }) => {
    pane.look.inverted = !pane.look.inverted;
  },
  flip: ({ pane }) => {
    pane.look.view = { ...pane.look.view, flipped: !pane.look.view.flipped };
  },
  fit: ({ pane }) => {
    if (pane.manifest) {
      pane.look.view = wholeView(pane.manifest, pane.look.view.flipped);
    }
  },
  auto: ({ pane }) => {
    if (pane.manifest && pane.frame) {
      pane.look.window = autoWindow(pane.frame, pane.manifest);
    }
  },
  reset: ({ pane }) => {
    if (pane.manifest) {
      pane.look.window = pane.manifest.window;
    }
  },
  preset: (viewer) => {
    const { manifest, look } = viewer.pane;
    if (manifest?.presets.length) {
      const preset = nextPreset(manifest.presets, look.window);
      look.window = preset.window;
      viewer.status.say(preset.name);
    }
  },
  ruler: (viewer) => take(viewer, "ruler"),
  magnifier: (viewer) => take(viewer, "magnifier"),
  mark: (viewer) => viewer.drawing.byKeyboard(viewer.pane),
  setPoint: ({ drawing }) => drawing.set(),
  takeBack: ({ drawing }) => drawing.back(),
  giveUp: ({ drawing }) => drawing.stop(),
  left: (viewer, far) => nudge(viewer, -1, 0, far),
  right: (viewer, far) => nudge(viewer, 1, 0, far),
  up: (viewer, far) => nudge(viewer, 0, -1, far),
  down: (viewer, far) => nudge(viewer, 0, 1, far),
  remove: (viewer) => {
    const mark = viewer.marks.byId.get(viewer.chosen);
    if (mark && isShown(viewer, mark)) {
      viewer.marks.remove(mark.id);
      viewer.status.say(viewer.words("sayRemoved", { site: mark.site }));
    }
  },
  full: ({ root }) => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
};

/** Do what a key or a button says. @param {Viewer} viewer @param {string} name @param {boolean} far */
export function run(viewer, name, far = false) {
  if (viewer.pane) {
    commands[name]?.(viewer, far);
    viewer.changed();
  }
}
