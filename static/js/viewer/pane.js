// One pane: a series of one time point, a slice of it, and how that is shown.

import { barLength, toImage, transformOf, wholeView } from "./geometry.js";
import { greyTable } from "./lut.js";
import { Overlay } from "./overlay.js";
import { keyOf } from "./hanging.js";
import { Picture } from "./picture.js";
import { fetchPreview } from "./wire.js";
import { one } from "../dom.js";

const BAR_MM = 10;
/** @type {Size} */
const NOTHING = { rows: 1, columns: 1, spacing: null };
const LENS = { radius: 90, power: 2.5 };

export class Pane {
  /** @param {Viewer} viewer @param {HTMLElement} element */
  constructor(viewer, element) {
    this.viewer = viewer;
    this.element = element;
    this.stage = one("[data-stage]", element);
    this.canvas = /** @type {HTMLCanvasElement} */ (one("canvas", element));
    this.select = /** @type {HTMLSelectElement} */ (one("[data-series]", element));
    this.slider = /** @type {HTMLInputElement} */ (one("[data-slice]", element));
    this.overlay = new Overlay(this);
    this.picture = new Picture();
    this.greys = new Uint8ClampedArray(65536);
    /** @type {Hung} */
    this.hung = { letter: "", series: null };
    this.key = "";
    /** @type {Manifest | null} */
    this.manifest = null;
    /** @type {Look} replaced as soon as the series is known */
    this.look = { slice: 0, view: wholeView(NOTHING), window: [0, 1], inverted: false };
    /** @type {Uint16Array | null} */
    this.frame = null;
    /** @type {Point | null} where the lens is, on the screen */
    this.lens = null;
    /** @type {Room} */
    this.room = { width: 0, height: 0 };
    this.density = 1;
    this.turn = 0;
    /** @type {Promise<void> | null} of the series that hangs here or is to */
    this.opening = null;
    this.greysOf = "";
    this.paintedOf = "";
  }

  /** Hang a series of a time point here, and show the slice that was seen last. @param {Hung} hung */
  async open({ letter, series }) {
    this.turn += 1;
    const { turn, viewer } = this;
    this.hung = { letter, series };
    this.key = series ? keyOf(letter, series) : "";
    this.manifest = null;
    this.frame = null;
    this.paintedOf = "";
    this.greysOf = "";
    this.stage.dataset.state = series ? "coming" : "none";
    this.caption();
    if (!series) {
      return;
    }
    try {
      const manifest = await viewer.series.manifestOf(series.manifest);
      if (turn === this.turn) {
        await this.begin(manifest);
      }
    } catch {
      this.fail(turn);
    }
  }

  /** @param {Manifest} manifest */
  async begin(manifest) {
    this.manifest = manifest;
    this.look = this.viewer.series.lookOf(this.key, manifest);
    this.picture.resize(manifest.rows, manifest.columns);
    this.slider.max = String(manifest.n);
    if (manifest.preview && !this.viewer.frames.get(this.address)) {
      // Asked for before the film, which would share the line. Without a preview it comes all the same.
      await this.preview(manifest.preview).catch(() => {});
    }
    if (manifest === this.manifest) {
      await this.show(this.look.slice);
    }
  }

  /** @param {string} address */
  async preview(address) {
    const { turn, look, manifest } = this;
    const picture = await fetchPreview(address);
    if (turn === this.turn && !this.frame) {
      this.picture.stand(picture, look.inverted);
      this.paintedOf = "preview";
      this.viewer.wasShown(this, manifest?.preview ?? "");
    }
    picture.close();
  }

  /** @param {number} turn */
  fail(turn) {
    if (turn === this.turn) {
      this.stage.dataset.state = "failed";
      this.opening = null;
      this.viewer.draws();
    }
  }

  /** Show a slice, at once where its frame is here. @param {number} slice */
  async show(slice) {
    const { manifest, viewer } = this;
    if (!manifest) {
      return;
    }
    this.look.slice = Math.min(manifest.n - 1, Math.max(0, slice));
    const wanted = { address: this.address, count: manifest.rows * manifest.columns };
    this.frame = viewer.frames.get(wanted.address) ?? null;
    if (this.frame) {
      this.stage.dataset.state = "shown";
      return;
    }
    this.stage.dataset.state = this.paintedOf === "preview" ? "preview" : "coming";
    const { turn } = this;
    try {
      const frame = await viewer.frames.load(wanted);
      if (turn === this.turn && this.address === wanted.address) {
        this.frame = frame;
        this.stage.dataset.state = "shown";
        viewer.wasShown(this, wanted.address);
      }
    } catch {
      if (turn === this.turn && this.address === wanted.address) {
        this.fail(turn);
      }
    }
  }

  get address() {
    return this.manifest?.frames[this.look.slice] ?? "";
  }

  get transform() {
    return transformOf(this.look.view, this.manifest ?? NOTHING, this.room);
  }

  /** The stack as others follow it; "" as plane where nothing is to follow. @returns {Stack} */
  get stack() {
    const { manifest, key, hung, look } = this;
    const scrolls = manifest !== null && manifest.n > 1 && !hung.series?.film;
    return {
      key,
      plane: scrolls ? (hung.series?.plane ?? "") : "",
      z: manifest?.z.length ? manifest.z : [0],
      slice: look.slice,
    };
  }

  /** The stack in the examination's frame, or null where that is unknown. @returns {Placed | null} */
  get placed() {
    const { manifest } = this;
    const isKnown = manifest?.relation && manifest.spacing;
    return isKnown ? /** @type {Placed} */ (/** @type {unknown} */ (manifest)) : null;
  }

  get hasFailed() {
    return this.stage.dataset.state === "failed";
  }

  /** Ask again for what did not come. */
  retry() {
    delete this.stage.dataset.state;
    return this.manifest ? this.show(this.look.slice) : this.open(this.hung);
  }

  get isInverted() {
    return this.look.inverted !== (this.manifest?.inverted ?? false);
  }

  /** The image point under the pointer. @param {Point} at of the screen */
  imagePoint(at) {
    return toImage(this.transform, at);
  }

  /** Take the size that the page gives; one pixel of the canvas is one of the screen. */
  fit() {
    const { width, height } = this.stage.getBoundingClientRect();
    const { canvas } = this;
    this.density = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [width, height].map((css) => Math.floor(css * this.density));
    this.room = { width: canvas.width / this.density, height: canvas.height / this.density };
    canvas.style.width = `${this.room.width}px`;
    canvas.style.height = `${this.room.height}px`;
  }

  /** Draw what is to be seen now. */
  draw() {
    const { manifest, frame } = this;
    if (this.density !== window.devicePixelRatio) {
      this.fit(); // the window went to another monitor
    }
    if (!manifest || !this.room.width || this.hasFailed) {
      // A picture that stayed would be taken for the slice that is named.
      this.clear();
      this.caption();
      return;
    }
    if (frame) {
      this.paint(manifest, frame);
    }
    if (this.paintedOf) {
      const lens = this.lens && { at: this.lens, ...LENS };
      this.picture.draw(this.canvas, this.transform, this.density, lens);
    } else {
      this.clear();
    }
    this.caption();
    if (frame || this.paintedOf === "preview") {
      this.overlay.draw(barLength(this.transform, manifest.spacing, BAR_MM));
    } else {
      this.overlay.clear(); // what belongs to the next slice is not drawn on the last
    }
  }

  clear() {
    this.canvas.getContext("2d")?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.overlay.clear();
  }

  /** @param {Manifest} manifest @param {Uint16Array} frame */
  paint(manifest, frame) {
    const { window: shown } = this.look;
    const greysOf = `${shown}/${this.isInverted}`;
    const paintedOf = `${this.address} ${greysOf}`;
    if (paintedOf === this.paintedOf) {
      return;
    }
    if (greysOf !== this.greysOf) {
      greyTable(manifest, shown, this.isInverted, this.greys);
      this.picture.take(this.greys);
      this.greysOf = greysOf;
    }
    this.picture.paint(frame);
    this.paintedOf = paintedOf;
  }

  caption() {
    this.viewer.captions.write(this);
  }

  close() {
    this.turn += 1;
    this.element.remove();
  }
}
