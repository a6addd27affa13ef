// All marks as buttons: for the keyboard, for a screen reader, and to find the way back.

import { every, one } from "../dom.js";
import { BONE, isOn } from "./marks.js";
import { measureText } from "./words.js";

export class MarkList {
  /** @param {Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    this.list = one("[data-marks]", viewer.root);
    this.template = /** @type {HTMLTemplateElement} */ (one("template[data-mark-template]", viewer.root));
    this.shown = "";
    viewer.watchers.push(() => this.show());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.show();
  }

  /** @param {Event} event */
  onClick(event) {
    const { viewer } = this;
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const mark = viewer.marks.byId.get(button?.closest("li")?.dataset.id ?? "");
    if (mark && button?.hasAttribute("data-remove")) {
      const place = every("li", this.list).indexOf(/** @type {HTMLElement} */ (button.closest("li")));
      viewer.marks.remove(mark.id);
      viewer.status.say(viewer.words("sayRemoved", { site: mark.site }));
      // The focus stays in the list; what it was on is gone.
      const left = every("[data-go]", this.list);
      (left[Math.min(place, left.length - 1)] ?? viewer.pane.stage).focus();
    } else if (mark) {
      viewer.choose(mark);
      viewer.goTo(mark);
    }
  }

  show() {
    const { viewer } = this;
    const marks = viewer.marks.list();
    const texts = marks.map((mark) => this.text(mark));
    const shown = JSON.stringify([texts, marks.map(({ id }) => id), viewer.chosen]);
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const focused = document.activeElement?.closest("[data-marks] li");
    const at = focused instanceof HTMLElement ? focused.dataset.id : "";
    this.list.replaceChildren(...marks.map((mark, place) => this.line(mark, texts[place])));
    one("[data-mark-count]", viewer.root).textContent = String(marks.length);
    one("[data-no-marks]", viewer.root).hidden = marks.length > 0;
    if (at) {
      every("li", this.list)
        .find((line) => line.dataset.id === at)
        ?.querySelector("button")
        ?.focus();
    }
  }

  /** @param {Mark} mark @param {string} text */
  line(mark, text) {
    const copy = /** @type {DocumentFragment} */ (this.template.content.cloneNode(true));
    const line = /** @type {HTMLElement} */ (copy.firstElementChild);
    line.dataset.id = mark.id;
    const go = one("[data-go]", line);
    go.textContent = text;
    go.toggleAttribute("aria-current", mark.id === this.viewer.chosen);
    if (mark.id === this.viewer.chosen) {
      go.setAttribute("aria-current", "true");
    }
    const remove = one("[data-remove]", line);
    remove.setAttribute("aria-label", this.viewer.words("sayRemove", { mark: text }));
    return line;
  }

  /** @param {Mark} mark */
  text(mark) {
    const { viewer } = this;
    const column = viewer.columns.find(({ letter }) => letter === mark.column);
    const series = column?.series.find((one) => isOn(mark, one));
    const spacing = series ? viewer.series.spacingOf(series) : null;
    const size = measureText(viewer.words, viewer.marks.measured(mark, spacing));
    const what = mark.feature === BONE ? viewer.words("sayBone") : "";
    const where = viewer.words("sayMark", {
      site: mark.site,
      letter: mark.column,
      series: series?.label ?? mark.kind,
      n: mark.slice + 1,
    });
    return [where, what, size].filter(Boolean).join(" · ");
  }
}
