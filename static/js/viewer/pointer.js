// Mouse, pen and fingers over a pane. One pointer works the tool; two fingers zoom and move.

import { around } from "../dom.js";
import { panned, zoomedAt } from "./geometry.js";
import { reshape, SHAPES, TOOLS } from "./tools.js";

// A notch of a wheel is about 100; a touch pad sends many small ones.
const NOTCH = 60;

export class Pointer {
  /** @param {Viewer} viewer @param {Pane} pane */
  constructor(viewer, pane) {
    this.viewer = viewer;
    this.pane = pane;
    /** @type {Map<number, Point>} */
    this.down = new Map();
    /** @type {Gesture | null} */
    this.gesture = null;
    this.rolled = 0;
    const { stage } = pane;
    stage.addEventListener("pointerdown", (event) => this.onDown(event));
    stage.addEventListener("pointermove", (event) => this.onMove(event));
    stage.addEventListener("pointerup", (event) => this.onUp(event));
    stage.addEventListener("pointercancel", (event) => this.onUp(event, true));
    stage.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
    stage.addEventListener("dblclick", (event) => this.onDouble(event));
  }

  /** @param {MouseEvent} event @returns {Point} */
  at(event) {
    const { left, top } = this.pane.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    const { pane, viewer } = this;
    viewer.wall.activate(pane);
    if (pane.hasFailed) {
      pane.retry();
    }
    if (!pane.manifest) {
      return;
    }
    pane.stage.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, this.at(event));
    if (this.down.size > 1) {
      this.gesture?.cancel?.();
      this.gesture = null; // two fingers: see onMove
      return;
    }
    this.gesture = this.begin(event);
  }

  /** @param {PointerEvent} event @returns {Gesture} */
  begin(event) {
    const { viewer, pane } = this;
    const start = this.at(event);
    const touched = around(event, "[data-mark]");
    const mark = viewer.marks.byId.get(touched?.dataset.mark ?? "");
    const handle = touched?.dataset.handle;
    const tool = this.toolOf(event);
    if (mark && handle === undefined && tool in SHAPES) {
      return this.drawOver(mark, TOOLS[tool](viewer, pane, start));
    }
    if (mark && event.button === 0) {
      viewer.chosen = mark.id;
      viewer.changed();
      // The page may move the focus: only when the press, which moves it too, is over.
      const end = () => viewer.choose(mark);
      return handle === undefined ? { end } : reshape(viewer, pane, mark, Number(handle));
    }
    return TOOLS[tool](viewer, pane, start);
  }

  /**
   * Draw where a mark lies already; what is no drawing after all was a click on it.
   *
   * @param {Mark} mark @param {Gesture} gesture
   * @returns {Gesture}
   */
  drawOver(mark, gesture) {
    const { viewer } = this;
    const end = () => {
      if (viewer.drawing.draft?.isSomething) {
        gesture.end?.();
      } else {
        viewer.drawing.stop();
        viewer.choose(mark);
      }
    };
    return { ...gesture, end };
  }

  /** @param {PointerEvent} event */
  toolOf({ button, shiftKey, ctrlKey }) {
    if (button === 1 || shiftKey) {
      return "pan";
    }
    if (ctrlKey) {
      return "zoom";
    }
    return button === 2 ? "window" : this.viewer.tool;
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    const before = this.down.get(event.pointerId);
    if (!before) {
      return;
    }
    const now = this.at(event);
    if (this.down.size === 2) {
      this.pinch(event.pointerId, before, now);
    }
    this.down.set(event.pointerId, now);
    this.gesture?.move?.(now);
  }

  /** @param {number} id of the finger that moves @param {Point} before @param {Point} now */
  pinch(id, before, now) {
    const { pane, viewer } = this;
    const size = pane.manifest;
    const other = [...this.down].find(([key]) => key !== id)?.[1];
    if (!size || !other) {
      return;
    }
    const apart = (/** @type {Point} */ point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
    const middle = /** @type {Point} */ ([(before[0] + other[0]) / 2, (before[1] + other[1]) / 2]);
    const factor = apart(now) / Math.max(1, apart(before));
    const zoomed = zoomedAt(pane.look.view, factor, middle, size, pane.room);
    const [dx, dy] = [(now[0] - before[0]) / 2, (now[1] - before[1]) / 2];
    pane.look.view = zoomed.zoom > 1 ? panned(zoomed, dx, dy, size, pane.room) : zoomed;
    viewer.changed();
  }

  /** @param {PointerEvent} event */
  onUp(event, cancelled = false) {
    if (!this.down.delete(event.pointerId)) {
      return;
    }
    const { gesture } = this;
    this.gesture = null;
    if (cancelled) {
      gesture?.cancel?.();
    } else {
      gesture?.end?.();
    }
  }

  /** @param {WheelEvent} event */
  onWheel(event) {
    const { pane, viewer } = this;
    event.preventDefault();
    viewer.wall.activate(pane);
    const size = pane.manifest;
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
    if (!size) {
      return;
    }
    if (event.ctrlKey || size.n === 1) {
      pane.look.view = zoomedAt(pane.look.view, 2 ** (-delta / 300), this.at(event), size, pane.room);
      viewer.changed();
      return;
    }
    this.rolled += delta;
    const steps = Math.trunc(this.rolled / NOTCH);
    if (steps) {
      this.rolled = Math.abs(delta) >= NOTCH ? 0 : this.rolled - steps * NOTCH;
      viewer.moveTo(pane, pane.look.slice + (Math.abs(delta) >= NOTCH ? Math.sign(steps) : steps));
    }
  }

  /** Twice on a picture shows it alone, or all of them again. @param {MouseEvent} event */
  onDouble(event) {
    if (!around(event, "[data-mark]") && !(this.viewer.tool in SHAPES)) {
      this.viewer.single();
    }
  }
}
