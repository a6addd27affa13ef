// The page around the viewer in tests: a form of two score fields that follows and is followed.

import { startViewer } from "/static/js/viewer/index.js";

const { columns, feature } = document.body.dataset;
const isCell = (target) => target instanceof HTMLInputElement && "site" in target.dataset;

// As wide as the reading room lets its reader draw the pane.
const isSecond = document.querySelector("[data-second]") !== null;
const width = innerWidth - (isSecond ? 40 : 640);
document.querySelector(".reading").style.setProperty("--pane", `${width}px`);

performance.mark("viewer-start");
window.told = { marks: [], cells: [], offsets: [], keys: [] };
window.viewer = startViewer(document.querySelector("[data-viewer]"), {
  columns: JSON.parse(columns),
  feature,
  isCell,
  onMark: (change) => window.told.marks.push(change),
  onCell: (mark) => {
    window.told.cells.push(mark.site);
    document.querySelector(`[data-site="${mark.site}"][data-column="${mark.column}"]`)?.focus();
  },
  onOffsets: (offsets) => window.told.offsets.push(offsets),
});
document.querySelector("form").addEventListener("focusin", ({ target }) => {
  if (isCell(target)) {
    const { site, column } = target.dataset;
    window.viewer.follow({ site, column, feature, name: "Lunate" });
  }
});
document.querySelector("form").addEventListener("keydown", ({ key }) => window.told.keys.push(key));
