// Which key does what, in a cell at rest, while a 1 waits, and while a 1 and a 0 are held.

import { openDialog } from "../dialog.js";
import * as commands from "./commands.js";
import { togglePane } from "./pane.js";
import { say } from "./panel.js";

const keys = {
  u: commands.undo,
  r: commands.restNormal,
  m: commands.goToMissing,
  s: commands.submit,
  n: commands.notScorable,
  "-": commands.notScorable,
  i: togglePane,
  "?": () => openDialog("keyboard-help"),
  x: commands.ten,
  "*": commands.ten,
  ".": commands.addHalf,
  ",": commands.addHalf,
  Backspace: (desk, cell) => desk.enter(cell, ""),
  Delete: (desk, cell) => desk.enter(cell, ""),
};

const moves = {
  Enter: (cells, cell) => cells.down(cell),
  ArrowDown: (cells, cell) => cells.move(cell, 1, 0),
  ArrowUp: (cells, cell) => cells.move(cell, -1, 0),
  ArrowRight: (cells, cell) => cells.move(cell, 0, 1),
  ArrowLeft: (cells, cell) => cells.move(cell, 0, -1),
  PageDown: (cells, cell) => cells.block(cell, 1),
  PageUp: (cells, cell) => cells.block(cell, -1),
};

// What a key does to a 1, or a 1 and a 0, that wait. Tab stores them, and the browser moves.
const waiting = {
  Tab: (digits) => digits.take(),
  Backspace: (digits) => digits.back(),
  Delete: (digits) => digits.drop(),
  Escape: (digits) => digits.drop(),
  u: (digits) => digits.drop(),
};

/** What a key does to a held 1 and 0 besides that; commands wait until it is decided. */
function heldKey(desk, key, cell) {
  const { digits } = desk;
  if (key === "+") {
    digits.split();
  } else if ([".", ",", "x", "*"].includes(key)) {
    digits.target.refuse(cell, "ten");
  } else if (keys[key]) {
    commands.decideTen(desk);
  } else {
    say("This key does nothing here; ? shows the keys.", "info");
  }
}

/** Act on a key that is no digit; returns whether the browser should act on it as well. */
function pressed(desk, key, cell) {
  const { cells, digits } = desk;
  if (digits.cell && waiting[key]) {
    waiting[key](digits);
    return !keys[key]; // Tab moves on; Escape means nothing more to the browser
  }
  if (moves[key]) {
    desk.focus(moves[key](cells, digits.take() ?? cell));
  } else if (digits.held && key.length === 1) {
    heldKey(desk, key, cell);
  } else if (keys[key]) {
    keys[key](desk, desk.settle() ?? cell);
  } else if (key.length === 1) {
    say("This key does nothing here; ? shows the keys.", "info");
  } else {
    return true;
  }
  return false;
}

/** Act on a key pressed in a cell. */
export function onKey(desk, event) {
  const cell = desk.cells.byInput.get(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!/^[0-9]$/.test(key)) {
    if (!pressed(desk, key, cell)) {
      event.preventDefault();
    }
    if (![".", ","].includes(key)) {
      desk.lastScored = null;
    }
    return;
  }
  event.preventDefault();
  // A key that is held down is one key press: nobody means forty scores by it.
  if (!event.repeat) {
    desk.digits.digit(cell, key);
  }
}
