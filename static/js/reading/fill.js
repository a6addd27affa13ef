// Many cells by one act, asked about first and one step of undo: the rest is normal, the rest is as
// in the column to the left.

import { partOf } from "./cells.js";
import { askPart } from "./dialogs.js";
import { showState } from "./notices.js";
import { say, showCounts } from "./panel.js";
import { counted, word } from "./words.js";

/**
 * @typedef {"group" | "block" | "all"} Scope
 */

/**
 * Whether two cells are in the same part of the form.
 *
 * @type {Record<Scope, (one: Cell, other: Cell) => boolean>}
 */
const together = {
  group: (one, other) => one.block === other.block && one.site.group === other.site.group,
  block: (one, other) => one.block === other.block,
  all: () => true,
};

/** The names of the parts that a cell is in. @param {Cell} cell */
function namesOf({ input, block }) {
  const heading = (/** @type {string} */ selector, /** @type {Element | null} */ within) =>
    within?.querySelector(selector)?.textContent?.trim() ?? "";
  return {
    group: heading("tr.group > th", input.closest("tbody")),
    block: heading(".block__title", block),
    all: word("sayWholeForm"),
  };
}

/**
 * The parts that a question offers, with how many cells each would fill.
 *
 * @param {Cell[]} cells
 * @param {Cell} current
 */
function partsOf(cells, current) {
  const names = namesOf(current);
  const scopes = /** @type {Scope[]} */ (["group", "block", "all"]);
  return scopes.map((scope) => ({
    scope,
    name: names[scope],
    count: cells.filter((cell) => together[scope](cell, current)).length,
  }));
}

/**
 * Score 0 what is still empty: under this heading, in this block or in the whole form.
 *
 * @param {Desk} desk
 */
export function restNormal(desk) {
  const empty = desk.cells.empty();
  if (!empty.length) {
    say(word("sayNoneEmpty"), "info");
    return;
  }
  const { current } = desk;
  askPart("rest-dialog", partsOf(empty, current), async (scope) => {
    const part = scope === "all" ? {} : partOf(current, scope);
    const filled = await desk.saver.ask(desk.form.dataset.restNormal ?? "", part);
    if (filled) {
      showFilled(desk, Object.entries(filled));
    } else if (desk.saver.unsaved) {
      say(word("sayNotDone"));
    }
  });
}

/** @param {Desk} desk @param {[string, string][]} filled */
function showFilled(desk, filled) {
  const { cells, undone } = desk;
  undone.push(filled.map(([name, after]) => ({ name, before: "", after })));
  for (const [name, text] of filled) {
    cells.show(cells.named(name), text, "saved");
  }
  showState("saved", 0);
  say(counted("sayFilled", filled.length), "info");
  showCounts(cells);
}

/**
 * Enter what stands in the column to the left, a score or a reason, and go on.
 *
 * @param {Desk} desk
 * @param {Cell} cell
 */
export function copyLeft(desk, cell) {
  const left = desk.cells.leftOf(cell);
  const text = left ? desk.saver.latest(left.name) : "";
  if (!left) {
    say(word("sayNoLeft"));
  } else if (!text) {
    say(word("sayLeftEmpty"));
  } else {
    desk.enter(cell, text);
    desk.lastScored = cell;
    desk.focus(desk.nextOf(cell));
  }
}

/**
 * Enter it in every empty cell of this column, under this heading or in this block.
 *
 * @param {Desk} desk
 * @param {Cell} cell
 */
export function copyRest(desk, cell) {
  const { cells, saver } = desk;
  if (!cells.leftOf(cell)) {
    say(word("sayNoLeft"));
    return;
  }
  const textFor = (/** @type {Cell} */ one) =>
    saver.latest(/** @type {Cell} */ (cells.leftOf(one)).name);
  const open = cells.inColumnOf(cell).filter((one) => cells.isEmpty(one) && textFor(one));
  const parts = partsOf(open, cell).filter(({ scope }) => scope !== "all");
  if (!parts.some(({ count }) => count)) {
    say(word("sayNothingToCopy"), "info");
    return;
  }
  askPart("copy-dialog", parts, (scope) => {
    const taken = open.filter((one) => together[scope](one, cell) && cells.isEmpty(one));
    desk.enterAll(taken.map((one) => ({ cell: one, text: textFor(one) })));
    say(counted("sayCopied", taken.length), "info");
  });
}
