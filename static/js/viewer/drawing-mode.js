// A mark on its way: what is drawn, where the keyboard's cross stands, and what becomes of it.

import { Draft } from "./drawing.js";
import { within } from "./geometry.js";
import { isComplete, newId } from "./marks.js";

/** The shapes that a keyboard goes through, one after the other. @type {Shape[]} */
const ROW = ["point", "line", "ellipse", "outline"];

export class Drawing {
  /** @param {Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    /** @type {Pane | null} */
    this.pane = null;
    /** @type {Draft | null} */
    this.draft = null;
    /** @type {Point | null} of the image; null where a pointer draws */
    this.cursor = null;
    /** @type {Shape} of the next mark by keyboard */
    this.shape = "point";
    /** of the mark; "" the one that is scored */
    this.feature = "";
  }

  /** Begin with the pointer. @param {Pane} pane @param {Draft} draft @param {string} feature */
  begin(pane, draft, feature) {
    Object.assign(this, { pane, draft, cursor: null, feature });
    this.viewer.draws();
  }

  /** Put a cross in the middle of a pane, or take the next shape where one stands. @param {Pane} pane */
  byKeyboard(pane) {
    if (!pane.manifest) {
      return;
    }
    const isUnder = this.pane === pane && this.cursor && !this.draft;
    if (isUnder) {
      this.shape = ROW[(ROW.indexOf(this.shape) + 1) % ROW.length];
    } else {
      const { width, height } = pane.room;
      const middle = within(pane.manifest, pane.imagePoint([width / 2, height / 2]));
      const cursor = /** @type {Point} */ (middle.map((at) => Math.floor(at) + 0.5));
      Object.assign(this, { pane, draft: null, cursor, feature: "" });
      pane.stage.focus();
    }
    const { words, status } = this.viewer;
    status.say(words("sayDraw", { shape: words(`sayShape${this.shape}`) }));
    this.viewer.draws();
  }

  /** Move the cross. @param {number} dx @param {number} dy pixels of the image */
  move(dx, dy) {
    const { pane, cursor } = this;
    if (pane?.manifest && cursor) {
      const flip = pane.look.view.flipped ? -1 : 1;
      this.cursor = within(pane.manifest, [cursor[0] + dx * flip, cursor[1] + dy]);
      if (this.draft && this.draft.shape !== "outline") {
        this.draft.drag(this.cursor);
      }
      this.viewer.draws();
    }
  }

  /** Set a point where the cross stands. */
  set() {
    const { cursor, draft, shape } = this;
    if (!cursor) {
      return;
    }
    if (!draft) {
      this.draft = new Draft(shape, cursor);
      if (shape === "point") {
        this.finish();
        return;
      }
    } else if (shape !== "outline" || draft.set(cursor)) {
      draft.drag(cursor);
      this.finish();
      return;
    }
    const n = this.draft?.points.length ?? 0;
    this.viewer.status.say(this.viewer.words("sayPoint", { n }));
    this.viewer.draws();
  }

  back() {
    if (this.draft && !this.draft.back()) {
      this.draft = null;
    }
    this.viewer.draws();
  }

  /** Make a mark of what was drawn, for the site that is scored. */
  finish() {
    const { viewer, pane, draft, feature } = this;
    this.stop();
    if (!pane?.hung.series || !draft?.isSomething) {
      return;
    }
    const { cell, words, status } = viewer;
    if (!cell.site) {
      status.say(words("sayNoSite"));
      return;
    }
    const { kind, plane, side } = pane.hung.series;
    /** @type {Mark} */
    const mark = {
      id: newId(),
      column: pane.hung.letter,
      kind,
      plane,
      side,
      slice: pane.look.slice,
      shape: draft.shape,
      points: draft.points.map(([x, y]) => [round(x), round(y)]),
      site: cell.site,
      feature: feature || cell.feature,
    };
    if (isComplete(mark)) {
      viewer.marks.put(mark);
      status.say(words("sayMarked", { site: cell.name || cell.site }));
    }
  }

  stop() {
    Object.assign(this, { pane: null, draft: null, cursor: null });
    this.viewer.draws();
  }
}

/** A hundredth of a pixel is finer than any hand. @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
