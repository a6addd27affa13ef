// Which key does what, in a cell at rest, while a 1 waits, and while a 1 and a 0 are held.

import { openDialog } from "../dialog.js";
import * as commands from "./commands.js";
import { copyLeft, copyRest, restNormal } from "./fill.js";
import { togglePane } from "./pane.js";
import { say } from "./panel.js";
import { word } from "./words.js";

/** @type {Record<string, (desk: Desk, cell: Cell) => unknown>} */
const keys = {
  u: commands.undo,
  y: commands.redo,
  r: restNormal,
  c: copyLeft,
  "/": copyLeft,
  "+": commands.goOn,
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

// The same keys with Shift. On the number pad only: elsewhere some keyboards need Shift for a "/".
/** @type {Record<string, (desk: Desk, cell: Cell) => unknown>} */
const shifted = {
  u: commands.redo,
  c: copyRest,
  NumpadDivide: copyRest,
};

/** @type {Record<string, (cells: Cells, cell: Cell) => Cell>} */
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
/** @type {Record<string, (digits: DigitReader) => unknown>} */
const waiting = {
  Tab: (digits) => digits.take(),
  Backspace: (digits) => digits.back(),
  Delete: (digits) => digits.drop(),
  Escape: (digits) => digits.drop(),
  u: (digits) => digits.drop(),
};

/**
 * What a key does to a held 1 and 0 besides that; commands wait until it is decided.
 *
 * @param {Desk} desk
 * @param {string} key
 * @param {Cell} cell
 */
function heldKey(desk, key, cell) {
  const { digits } = desk;
  if (key === "+") {
    digits.split();
  } else if ([".", ",", "x", "*"].includes(key)) {
    digits.target.refuse(cell, "ten");
  } else if (keys[key]) {
    commands.decideTen(desk);
  } else {
    say(word("sayNoKey"), "info");
  }
}

/**
 * Act on a key that is no digit; returns whether the browser should act on it as well.
 *
 * @param {Desk} desk
 * @param {string} key
 * @param {Cell} cell
 * @param {KeyboardEvent} event
 */
function pressed(desk, key, cell, event) {
  const { cells, digits } = desk;
  const command = (event.shiftKey && (shifted[event.code] ?? shifted[key])) || keys[key];
  if (digits.cell && waiting[key]) {
    waiting[key](digits);
    return !command; // Tab moves on; Escape means nothing more to the browser
  }
  if (moves[key]) {
    desk.focus(moves[key](cells, digits.take() ?? cell));
  } else if (digits.held && key.length === 1) {
    heldKey(desk, key, cell);
  } else if (command) {
    command(desk, desk.settle() ?? cell);
  } else if (key.length === 1) {
    say(word("sayNoKey"), "info");
  } else {
    return true;
  }
  return false;
}

/** Act on a key pressed in a cell. @param {Desk} desk @param {KeyboardEvent} event */
export function onKey(desk, event) {
  const cell = desk.cells.byInput.get(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!/^[0-9]$/.test(key)) {
    if (!pressed(desk, key, cell, event)) {
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
