// The reading form: keys become entries, entries are stored at once, nothing typed is lost.
// Without this script the same fields are a plain form with a Save button.

import { fitBlocks } from "./blocks.js";
import { decideTen, goToMissing, restNormal, submit, undo } from "./commands.js";
import { Desk } from "./desk.js";
import { showDiagrams } from "./diagram.js";
import { onKey } from "./keys.js";
import { guardLeaving, reloadFromMemory } from "./leaving.js";
import { listenToPane } from "./pane.js";
import { showSite } from "./panel.js";
import { listenToPreferences } from "./preferences.js";

const form = document.getElementById("reading-form");
const desk = new Desk(form);
const { cells, digits } = desk;
const buttons = { undo, rest: restNormal, missing: goToMissing, submit };

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
  if (cell && cell.input.value !== desk.saver.latest(cell.name)) {
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
  const command = event.target.closest("[data-command]")?.dataset.command;
  if (command && !digits.held) {
    desk.focus(desk.current);
    buttons[command](desk);
  }
});

listenToPreferences();
showDiagrams(desk);
listenToPane();
guardLeaving(desk);
reloadFromMemory();

document.querySelector(".reading-bar__actions").hidden = false;
document.querySelector(".reading__plain").hidden = true;
document.getElementById("reading-typing").hidden = false;
fitBlocks(desk);
desk.focus(cells.nextEmpty(null) ?? cells.all[0]);
