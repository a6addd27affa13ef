// The image viewer of the reading room: one to four panes of Canvas 2D, with what is common to them.
//
// The page gives the series of each time point and the cell that is being scored; it is told which
// marks were made and which cell a mark belongs to. Nothing here knows scores or saves anything.

import { one } from "../dom.js";
import { Captions } from "./captions.js";
import { Cine } from "./cine.js";
import { Drawing } from "./drawing-mode.js";
import { around, FrameCache } from "./frames.js";
import { linkedSlices, lockedHere } from "./linking.js";
import { isOn, Marks } from "./marks.js";
import { SeriesStore } from "./series-store.js";
import { Status } from "./status.js";
import { Wall } from "./wall.js";
import { fetchFrame } from "./wire.js";
import { wordsOf } from "./words.js";

const PREFETCH_AFTER = 60;

/**
 * The cell with the cursor.
 *
 * @typedef {object} ScoredCell
 * @property {string} column letter of the time point
 * @property {string} site code
 * @property {string} feature key
 * @property {string} name of the site, to be said
 * @property {string} [kind] of the films that show it, where some show hands and some feet
 */

/**
 * What the page gives.
 *
 * @typedef {object} ViewerOptions
 * @property {ViewerColumn[]} columns
 * @property {string} feature of the cell with the cursor
 * @property {Mark[]} [marks]
 * @property {Offsets} [offsets] as they were told to onOffsets
 * @property {(change: Change) => void} [onMark] to be saved
 * @property {(mark: Mark) => void} [onCell] a mark was chosen: show its cell
 * @property {(offsets: Offsets) => void} [onOffsets] locked here: to be kept with the task
 */

export class Viewer {
  /** @param {HTMLElement} root @param {ViewerOptions} options */
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.columns = options.columns;
    this.words = wordsOf(root.dataset);
    this.status = new Status(one("output", root));
    this.captions = new Captions(this);
    this.frames = new FrameCache(fetchFrame);
    this.marks = new Marks((change) => this.marked(change));
    this.marks.set(options.marks ?? []);
    this.drawing = new Drawing(this);
    this.cine = new Cine((steps) => this.play(steps));
    this.series = new SeriesStore();
    this.wall = new Wall(this);
    /** @type {ScoredCell} */
    this.cell = { column: "", site: "", feature: options.feature, name: "" };
    this.offsets = options.offsets ?? {};
    this.linked = true;
    this.count = 0;
    this.tool = "window";
    this.chosen = "";
    /** Whether a person has just taken the chosen mark in hand: only then do arrows move it. */
    this.isHeld = false;
    /** @type {{letter: string, place: Vector} | null} */
    this.located = null;
    /** @type {{key: string, slice: number, points: Point[]} | null} */
    this.ruler = null;
    this.frameDue = 0;
    this.prefetchDue = 0;
    /** @type {(() => void)[]} told when anything but the picture may look otherwise */
    this.watchers = [];
    /** @type {((change: Change) => void)[]} */
    this.markWatchers = [];
    // A pane's size follows the window, the pane of the form, and the slider that a stack needs.
    this.resizing = new ResizeObserver(() => this.resized());
    this.wall.rehang();
  }

  get panes() {
    return this.wall.panes;
  }

  /** The pane that keys and buttons act on. */
  get pane() {
    return this.wall.pane;
  }

  // --- Slices

  /**
   * Show a slice in a pane, and what belongs beside it in the panes that follow.
   *
   * @param {Pane} pane @param {number} slice
   */
  moveTo(pane, slice) {
    const { manifest } = pane;
    if (!manifest) {
      return;
    }
    const wanted = Math.min(manifest.n - 1, Math.max(0, slice));
    const index = this.panes.indexOf(pane);
    const stacks = this.panes.map((one) => one.stack);
    const slices = this.linked
      ? linkedSlices(stacks, index, wanted, this.offsets)
      : stacks.map((stack, place) => (place === index ? wanted : stack.slice));
    slices.forEach((one, place) => {
      if (one !== this.panes[place].look.slice || place === index) {
        this.panes[place].show(one);
      }
    });
    this.changed();
    this.settled();
  }

  /** @param {number} steps of the pane that is active */
  step(steps) {
    this.moveTo(this.pane, this.pane.look.slice + steps);
  }

  /** @param {number} steps round and round */
  play(steps) {
    const n = this.pane.manifest?.n ?? 1;
    this.moveTo(this.pane, (this.pane.look.slice + steps) % n);
  }

  /** Keep what is shown side by side now. */
  lockHere() {
    const stacks = this.panes.map((pane) => pane.stack);
    this.offsets = lockedHere(stacks, this.panes.indexOf(this.pane), this.offsets);
    this.linked = true;
    this.options.onOffsets?.(this.offsets);
    this.changed();
  }

  // --- The scored cell and its marks

  /**
   * Follow the cursor of the form: the feature's panes, the slice of the site's mark.
   *
   * @param {ScoredCell} cell
   */
  follow(cell) {
    const before = this.cell;
    this.cell = cell;
    const isElsewhere = cell.column !== "" && !this.panes.some(({ hung }) => hung.letter === cell.column);
    const isOther = before.feature !== cell.feature || (before.kind ?? "") !== (cell.kind ?? "");
    if (isOther || isElsewhere) {
      this.wall.rehang();
    }
    const mark = this.marks.of(cell.column, cell.site, cell.feature);
    const isNew = before.site !== cell.site || before.column !== cell.column;
    this.chosen = mark?.id ?? "";
    this.isHeld = false;
    if (mark && (isNew || isOther)) {
      this.goTo(mark);
    }
    this.changed();
  }

  /** Marks as they are stored. @param {Mark[]} list */
  setMarks(list) {
    this.marks.set(list);
    this.changed();
  }

  /** Show the slice of a mark. @param {Mark} mark */
  async goTo(mark) {
    const column = this.columns.find(({ letter }) => letter === mark.column);
    const series = column?.series.find((one) => isOn(mark, one));
    if (!column || !series) {
      return;
    }
    const { letter } = column;
    const showing = this.panes.find(({ hung }) => hung.letter === letter && hung.series === series);
    const beside = this.panes.find(({ hung }) => hung.letter === letter);
    const pane = showing ?? beside ?? this.pane;
    this.chosen = mark.id;
    await this.series.manifestOf(series.manifest).catch(() => null);
    await this.wall.open(pane, { letter, series });
    if (this.chosen !== mark.id) {
      return; // the cursor has gone on
    }
    this.wall.activate(pane);
    this.moveTo(pane, mark.slice);
  }

  /** A mark was clicked: its cell is shown by the page. @param {Mark} mark */
  choose(mark) {
    this.chosen = mark.id;
    this.isHeld = true;
    this.options.onCell?.(mark);
    this.changed();
  }

  /** @param {Change} change */
  marked(change) {
    this.chosen = change.action === "remove" ? "" : change.mark.id;
    this.isHeld = this.chosen !== "";
    this.options.onMark?.(change);
    this.markWatchers.forEach((watch) => watch(change));
    this.changed();
  }

  // --- Drawing

  /** Let the pointer work with a tool. @param {string} tool */
  use(tool) {
    this.tool = tool;
    this.wall.grid.dataset.pointer = tool;
    this.changed();
  }

  /** Show the active pane alone, or all of them again. */
  single() {
    this.root.toggleAttribute("data-single");
    this.resized();
    this.changed();
  }

  resized() {
    this.panes.forEach((pane) => pane.fit());
    this.draw();
  }

  /** Something is shown otherwise: draw it with the next picture of the screen, and tell. */
  changed() {
    this.draws();
    this.watchers.forEach((watch) => watch());
  }

  draws() {
    this.frameDue ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.frameDue);
    this.frameDue = 0;
    this.panes.forEach((pane) => pane.draw());
  }

  /** A frame came that a pane waited for. @param {Pane} pane @param {string} address */
  wasShown(pane, address) {
    this.draw();
    performance.mark("viewer-picture", { detail: { pane: this.panes.indexOf(pane), address } });
  }

  /** Say what is shown, and fetch what may come next, once the slices stand still. */
  settled() {
    if (!this.cine.isRunning && this.pane) {
      this.status.settle(this.captions.sentence(this.pane));
    }
    clearTimeout(this.prefetchDue);
    this.prefetchDue = window.setTimeout(() => this.prefetch(), PREFETCH_AFTER);
    this.draws();
  }

  prefetch() {
    const lists = this.panes.flatMap(({ manifest, look }) =>
      manifest ? [around(manifest.frames, look.slice, manifest.rows * manifest.columns)] : [],
    );
    const longest = Math.max(0, ...lists.map((list) => list.length));
    const places = Array.from({ length: longest }, (_, place) => place);
    this.frames.prefetch(places.flatMap((place) => lists.flatMap((list) => list.slice(place, place + 1))));
  }

  close() {
    this.cine.stop();
    this.frames.close();
    this.resizing.disconnect();
    clearTimeout(this.prefetchDue);
    cancelAnimationFrame(this.frameDue);
    this.wall.close();
  }
}
