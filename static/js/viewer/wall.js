// The panes of the viewer, and which series hangs in which.

import { one } from "../dom.js";
import { hang, neighbour } from "./hanging.js";
import { Pane } from "./pane.js";
import { Pointer } from "./pointer.js";

export class Wall {
  /** @param {Viewer} viewer */
  constructor(viewer) {
    this.viewer = viewer;
    this.grid = one("[data-panes]", viewer.root);
    this.template = /** @type {HTMLTemplateElement} */ (
      one("template[data-pane-template]", viewer.root)
    );
    /** @type {Pane[]} */
    this.panes = [];
    this.active = 0;
    this.across = 1;
  }

  get pane() {
    return this.panes[this.active] ?? this.panes[0];
  }

  /** Hang what the scored feature needs. */
  rehang() {
    const { columns, cell, count } = this.viewer;
    const { across, panes } = hang(columns, cell.feature, count, cell.column, cell.kind);
    this.hangThese(across, panes);
  }

  /** @param {number} across panes in a row @param {Hung[]} hung */
  hangThese(across, hung) {
    const { viewer, panes, grid } = this;
    viewer.cine.stop();
    viewer.drawing.stop();
    this.across = across;
    grid.dataset.across = String(across);
    grid.dataset.down = String(Math.ceil(hung.length / across));
    panes.splice(hung.length).forEach((pane) => pane.close());
    while (panes.length < hung.length) {
      panes.push(this.addPane());
    }
    this.activate(panes[Math.min(this.active, panes.length - 1)]);
    viewer.resized();
    return Promise.all(hung.map((one, index) => this.open(panes[index], one)));
  }

  addPane() {
    const { viewer } = this;
    const copy = /** @type {DocumentFragment} */ (this.template.content.cloneNode(true));
    const element = /** @type {HTMLElement} */ (copy.firstElementChild);
    this.grid.append(element);
    const pane = new Pane(viewer, element);
    new Pointer(viewer, pane);
    viewer.resizing.observe(pane.stage);
    element.addEventListener("focusin", () => this.activate(pane));
    pane.slider.addEventListener("input", () => viewer.moveTo(pane, Number(pane.slider.value) - 1));
    pane.select.addEventListener("change", () => this.open(pane, this.seriesAt(pane.select.value)));
    return pane;
  }

  /** @param {Pane | undefined} pane */
  activate(pane) {
    if (!pane) {
      return;
    }
    const index = this.panes.indexOf(pane);
    const isOther = index !== this.active;
    this.active = index;
    this.panes.forEach((one) => one.element.toggleAttribute("data-active", one === pane));
    if (isOther) {
      this.viewer.changed();
      this.viewer.settled();
    }
  }

  /** Hang a series in a pane; what hangs there already stays. @param {Pane} pane @param {Hung} hung */
  open(pane, hung) {
    const isThere = pane.hung.letter === hung.letter && pane.hung.series === hung.series;
    if (isThere && pane.opening) {
      return pane.opening;
    }
    this.fillSelect(pane.select, hung);
    pane.opening = pane.open(hung).then(() => {
      this.viewer.changed();
      this.viewer.settled();
    });
    this.viewer.changed();
    return pane.opening;
  }

  /** @param {string} value of a pane's list: the column's and the series' place */
  seriesAt(value) {
    const [column, place] = value.split("/").map(Number);
    const { letter, series } = this.viewer.columns[column];
    return { letter, series: series[place] ?? null };
  }

  /** @param {HTMLSelectElement} select @param {Hung} hung */
  fillSelect(select, hung) {
    const options = this.viewer.columns.flatMap(({ letter, series }, column) =>
      series.map((one, place) => {
        const isHere = letter === hung.letter && one === hung.series;
        return new Option(`${letter} ${one.label}`, `${column}/${place}`, isHere, isHere);
      }),
    );
    const none = hung.series ? [] : [new Option(`${hung.letter} –`, "", true, true)];
    select.replaceChildren(...none, ...options);
  }

  /** @param {number} step 1 or -1 */
  nextSeries(step) {
    return this.open(this.pane, neighbour(this.viewer.columns, this.pane.hung, step));
  }

  close() {
    this.panes.splice(0).forEach((pane) => pane.close());
  }
}
