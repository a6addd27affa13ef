// The viewer's keys. Scores are typed with digits and letters, and the form moves with arrows, Enter
// and Page Up/Down. So here only Shift with a letter that the form leaves free, from anywhere in the
// form; and Page Up/Down, Home and End in a pane that has the focus.

/** Shift with the letter. The form's own (u y r c m s n i x) are not among them. */
export const LETTERS = Object.freeze({
  a: "auto",
  b: "back",
  d: "ruler",
  e: "mark",
  f: "forward",
  g: "magnifier",
  h: "flip",
  j: "nextSeries",
  k: "previousSeries",
  l: "lock",
  o: "zoomOut",
  p: "cine",
  q: "single",
  t: "link",
  v: "invert",
  w: "preset",
  z: "zoomIn",
});

/** In a pane that has the focus. */
export const IN_PANE = Object.freeze({
  PageDown: "forward",
  PageUp: "back",
  Home: "first",
  End: "last",
});

/** In a pane while a mark is drawn with the keyboard. */
export const DRAWING = Object.freeze({
  Enter: "setPoint",
  Backspace: "takeBack",
  Escape: "giveUp",
});

/** In a pane: these move the cross that draws, or the mark in hand. */
export const MOVING = Object.freeze({
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
});

/** In a pane, of the mark in hand. */
export const OF_MARK = Object.freeze({
  Delete: "remove",
});

/**
 * @typedef {object} Press
 * @property {string} key
 * @property {boolean} shiftKey
 * @property {boolean} ctrlKey
 * @property {boolean} metaKey
 * @property {boolean} altKey
 * @property {boolean} [isComposing]
 */

/**
 * Where the focus is, and what goes on there.
 *
 * @typedef {{pane: boolean, drawing: boolean, chosen: boolean}} Place
 */

/**
 * The command that a key gives, or "" where it gives none.
 *
 * @param {Press} press @param {Place} place
 * @returns {string}
 */
export function commandOf(press, { pane, drawing, chosen }) {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) {
    return "";
  }
  const { key, shiftKey } = press;
  if (pane && drawing && Object.hasOwn(DRAWING, key)) {
    return DRAWING[/** @type {keyof typeof DRAWING} */ (key)];
  }
  if (pane && !shiftKey && Object.hasOwn(IN_PANE, key)) {
    return IN_PANE[/** @type {keyof typeof IN_PANE} */ (key)];
  }
  if (pane && (drawing || chosen) && Object.hasOwn(MOVING, key)) {
    return MOVING[/** @type {keyof typeof MOVING} */ (key)];
  }
  if (pane && !drawing && chosen && Object.hasOwn(OF_MARK, key)) {
    return OF_MARK[/** @type {keyof typeof OF_MARK} */ (key)];
  }
  const letter = key.toLowerCase();
  const isLetter = shiftKey && Object.hasOwn(LETTERS, letter);
  return isLetter ? LETTERS[/** @type {keyof typeof LETTERS} */ (letter)] : "";
}
