// Plate maps: arrow keys, Home and End move the focus; the well under the pointer or in focus is
// told below the map. Listens on the document, so that a map that htmx brings in works as well.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function tell(well) {
  const detail = well.closest("[data-plate]").querySelector("[data-plate-detail]");
  detail.textContent = well.title;
  detail.dataset.shown = "";
}

function target(well, key) {
  const row = well.parentElement;
  if (key === "Home" || key === "End") {
    const wells = row.querySelectorAll(".well");
    return key === "Home" ? wells[0] : wells[wells.length - 1];
  }
  const [down, right] = STEPS[key];
  const next = row.parentElement.rows[row.sectionRowIndex + down];
  const cell = next?.cells[well.cellIndex + right];
  return cell?.classList.contains("well") ? cell : null;
}

document.addEventListener("keydown", (event) => {
  const well = event.target.closest?.("[data-plate] td.well");
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
    const well = event.target.closest?.("[data-plate] td.well");
    if (well) {
      tell(well);
    }
  });
}
