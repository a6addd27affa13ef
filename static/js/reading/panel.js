// The panel beside the form: what the site under the cursor takes, and what the server remarked.

import { byId, every, one } from "../dom.js";

/**
 * Show name, range and scale of a cell's site.
 *
 * @param {Cell} cell
 * @param {number} step
 */
export function showSite(cell, step) {
  const { site } = cell;
  byId("site-name").textContent = site.label;
  const reason = cell.td.dataset.state === "reason" ? `, not scorable: ${cell.input.value}` : "";
  byId("site-range").textContent = `0 to ${site.max} in steps of ${step}${reason}`;
  byId("site-note").textContent = site.note;
  byId("site-note").hidden = !site.note;
  for (const scale of /** @type {HTMLDetailsElement[]} */ (every("[data-scale]"))) {
    scale.open = scale.dataset.scale === site.feature;
  }
}

/** Say something about the last key. @param {string} text @param {"error" | "info"} kind */
export function say(text, kind = "error") {
  const line = byId("reading-message");
  line.dataset.kind = kind;
  line.textContent = text;
}

/**
 * Show how many cells have an entry, in all and in the blocks where that has changed.
 *
 * @param {Cells} cells
 */
export function showCounts(cells) {
  /** @type {HTMLProgressElement} */ (byId("reading-progress")).value = cells.entered;
  byId("reading-count").textContent = `${cells.entered} of ${cells.all.length}`;
  for (const [block, tally] of cells.takeChanged()) {
    const text = `${tally.entered}/${tally.cells}`;
    const part = one(`[data-part="${CSS.escape(block.id)}"]`);
    one("[data-block-count]", block).textContent = text;
    one("[data-part-count]", part).textContent = text;
    part.toggleAttribute("data-full", tally.entered === tally.cells);
  }
}

/**
 * What follows from all scores: hints, and totals where the protocol shows them.
 *
 * @typedef {object} State
 * @property {{message: string}[]} hints
 * @property {{key: string, columns: {sum: string | null, n: number}[]}[]} totals
 */

/** Show what the server computed from all scores. @param {State} state */
export function showAnswer({ hints, totals }) {
  const box = byId("reading-hints");
  box.hidden = !hints.length;
  one("ul", box).replaceChildren(
    ...hints.map(({ message }) => {
      const line = document.createElement("li");
      line.textContent = message;
      return line;
    }),
  );
  for (const { key, columns } of totals) {
    const row = /** @type {HTMLTableRowElement} */ (one(`[data-total="${CSS.escape(key)}"]`));
    columns.forEach(({ sum, n }, index) => {
      const field = row.cells[index + 1];
      field.textContent = sum ?? "–";
      field.title = `${n} of ${field.dataset.sites} sites`;
    });
  }
}
