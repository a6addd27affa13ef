// Plate maps: arrow keys, Home and End move the focus; the well under the pointer or in focus is
// told below the map. Listens on the document, so that a map that htmx brings in works as well.

import { around, every, one } from "../dom.js";

/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @param {HTMLElement} well */
function tell(well) {
  const plate = /** @type {HTMLElement} */ (well.closest("[data-plate]"));
  const detail = one("[data-plate-detail]", plate);
  detail.textContent = well.title;
  detail.dataset.shown = "";
}

/**
 * The well that a key leads to, or null at the edge.
 *
 * @param {HTMLTableCellElement} well
 * @param {string} key
 */
function target(well, key) {
  const row = /** @type {HTMLTableRowElement} */ (well.parentElement);
  if (key === "Home" || key === "End") {
    const wells = every(".well", row);
    return key === "Home" ? wells[0] : wells[wells.length - 1];
  }
  const [down, right] = STEPS[key];
  const body = /** @type {HTMLTableSectionElement} */ (row.parentElement);
  const next = body.rows[row.sectionRowIndex + down];
  const cell = next?.cells[well.cellIndex + right];
  return cell?.classList.contains("well") ? cell : null;
}

document.addEventListener("keydown", (event) => {
  const well = /** @type {HTMLTableCellElement | null} */ (around(event, "[data-plate] td.well"));
  if (!well || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") {
    return;
  }
  event.preventDefault();
  const next = target(well, event.key);
  if (next) {
    well.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
});

for (const kind of ["focusin", "mouseover"]) {
  document.addEventListener(kind, (event) => {
    const well = around(event, "[data-plate] td.well");
    if (well) {
      tell(well);
    }
  });
}
