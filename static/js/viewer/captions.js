// What stands over and beside a picture in words, and the sentence that a screen reader hears.

import { one } from "../dom.js";

export class Captions {
  /** @param {Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    this.words = viewer.words;
  }

  /** What a pane shows: "A, coronal T1, slice 7 of 20". @param {Pane} pane */
  sentence(pane) {
    const { hung, manifest, look } = pane;
    const series = this.seriesText(pane);
    if (!manifest || manifest.n === 1) {
      return this.words("sayFilm", { letter: hung.letter, series });
    }
    return this.words("saySlice", { letter: hung.letter, series, n: look.slice + 1, total: manifest.n });
  }

  /** @param {Pane} pane */
  seriesText({ hung }) {
    return hung.series?.label ?? this.words("sayNone");
  }

  /** @param {Pane} pane */
  write(pane) {
    const { hung, manifest, look, element, stage, slider } = pane;
    const set = (/** @type {string} */ name, /** @type {string} */ text) => {
      const place = one(`[data-caption="${name}"]`, element);
      if (place.textContent !== text) {
        place.textContent = text;
      }
    };
    set("letter", hung.letter);
    set("side", this.sideText(hung.series?.side ?? ""));
    set("slice", manifest && manifest.n > 1 ? `${look.slice + 1} / ${manifest.n}` : "");
    set("window", manifest ? this.windowText(look.window) : "");
    set("state", this.stateText(pane));
    stage.toggleAttribute("data-empty", !hung.series);
    slider.hidden = !manifest || manifest.n < 2;
    slider.value = String(look.slice + 1);
    const sentence = this.sentence(pane);
    if (stage.getAttribute("aria-label") !== sentence) {
      stage.setAttribute("aria-label", sentence);
      slider.setAttribute("aria-valuetext", sentence);
    }
  }

  /** The side as a word: a letter may be read as "reader" or "lateral". @param {string} side */
  sideText(side) {
    const key = { L: "sayLeft", R: "sayRight" }[side];
    return key ? this.words(key) : "";
  }

  /** @param {GreyWindow} window */
  windowText([centre, width]) {
    return this.words("sayWindow", { centre: Math.round(centre), width: Math.round(width) });
  }

  /** @param {Pane} pane */
  stateText({ hung, hasFailed, frame, paintedOf }) {
    if (!hung.series) {
      return this.words("sayNone");
    }
    if (hasFailed) {
      return this.words("sayFailed");
    }
    return !frame && paintedOf === "preview" ? this.words("sayPreview") : "";
  }
}
