// The reading form: keys become entries, entries are stored at once, nothing typed is lost.
// Without this script the same fields are a plain form with a Save button.

import { around, one } from "../dom.js";
import { fitBlocks } from "./blocks.js";
import { decideTen, goToMissing, redo, submit, undo } from "./commands.js";
import { Desk } from "./desk.js";
import { showDiagrams } from "./diagram.js";
import { deliverEarlier } from "./earlier.js";
import { copyLeft, copyRest, restNormal } from "./fill.js";
import { onKey } from "./keys.js";
import { guardLeaving, reloadFromMemory } from "./leaving.js";
import { listenToPane } from "./pane.js";
import { showSite } from "./panel.js";
import { listenToPreferences } from "./preferences.js";
import { listenToTime } from "./timing.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("reading-form"));
const desk = new Desk(form);
const { cells, digits, saver, session } = desk;
/** @type {Record<string, (desk: Desk, cell: Cell) => unknown>} */
const buttons = {
  undo,
  redo,
  copy: copyLeft,
  "copy-rest": copyRest,
  rest: restNormal,
  missing: goToMissing,
  submit,
};

form.addEventListener("keydown", (event) => onKey(desk, event));

// Leaving a cell by mouse: a waiting 1 is a 1; what could be ten or two scores is asked about.
form.addEventListener("focusout", (event) => {
  const cell = cells.byInput.get(event.target);
  if (!cell || cell !== digits.cell || !document.hasFocus()) {
    return; // another window came to the front: the cell keeps what is typed
  }
  if (digits.held) {
    setTimeout(() => decideTen(desk));
  } else {
    digits.take();
  }
});

// Touch keyboards and pasted texts come without keys. The server says what a text means.
form.addEventListener("change", (event) => {
  const cell = cells.byInput.get(event.target);
  if (cell && cell.input.value !== saver.latest(cell.name)) {
    desk.enter(cell, cell.input.value.trim());
  }
});

form.addEventListener("focusin", (event) => {
  const cell = cells.byInput.get(event.target);
  if (cell) {
    desk.current = cell;
    cell.input.select(); // before anything is written, else the page is laid out once more
    showSite(cell, desk.step);
  }
});

form.addEventListener("pointerdown", () => {
  desk.lastScored = null;
});

form.addEventListener("submit", (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const command = buttons[around(event, "[data-command]")?.dataset.command ?? ""];
  if (command && !digits.held) {
    desk.focus(desk.current);
    command(desk, desk.current);
  }
});

// Coming back to the window is when a session may have changed, and a connection may be there again.
addEventListener("online", () => saver.flush());
addEventListener("focus", () => {
  saver.flush();
  session.check();
});

listenToPreferences();
showDiagrams(desk);
listenToPane();
guardLeaving(desk);
reloadFromMemory();
listenToTime(desk);
deliverEarlier(desk);

/**
 * Show what needs this script, or hide what stands in for it.
 *
 * @param {string} selector
 * @param {boolean} hidden
 */
function setHidden(selector, hidden) {
  one(selector).hidden = hidden;
}

setHidden(".reading-bar__actions", false);
setHidden(".reading__plain", true);
setHidden("#reading-typing", false);
fitBlocks(desk);
desk.focus(cells.nextEmpty(null) ?? cells.all[0]);
