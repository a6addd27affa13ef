// What a reader asks the form to do, by key or by button.

import { askReason, askSubmit, askTen } from "./dialogs.js";
import { halfMore, isScore } from "./entry.js";
import { showSession } from "./notices.js";
import { say, showCounts } from "./panel.js";
import { tellTime } from "./timing.js";
import { counted, word } from "./words.js";

/**
 * Half a point more for the score just typed, which the cursor may have left already.
 *
 * @param {Desk} desk
 * @param {Cell} cell
 */
export function addHalf(desk, cell) {
  const target = desk.lastScored ?? cell;
  if (!isScore(target.input.value)) {
    say(word("sayHalf"));
  } else if (desk.score(target, halfMore(target.input.value))) {
    say(`${desk.describe(target)}: ${target.input.value}`, "info");
  }
}

/** Ten at once. @param {Desk} desk @param {Cell} cell */
export function ten(desk, cell) {
  if (desk.score(cell, "10")) {
    desk.focus(desk.nextOf(cell));
  }
}

/** Take the last step back, where nothing newer stands. @param {Desk} desk */
export function undo(desk) {
  turn(desk, desk.undone.undo((name) => desk.saver.latest(name)), "sayUndone", "sayNoUndo");
}

/** Do again what was undone last. @param {Desk} desk */
export function redo(desk) {
  turn(desk, desk.undone.redo((name) => desk.saver.latest(name)), "sayRedone", "sayNoRedo");
}

/** @param {Desk} desk @param {Turn | null} found @param {string} done @param {string} none */
function turn(desk, found, done, none) {
  const { cells, saver } = desk;
  if (!found) {
    say(word(none), "info");
    return;
  }
  for (const { name, text } of found.texts) {
    cells.write(cells.named(name), text);
    saver.put(name, text, true);
  }
  const first = cells.named(found.texts[0]?.name ?? found.newer[0]);
  const site = desk.describe(first);
  desk.focus(first);
  const said = found.texts.length ? [counted(done, found.texts.length, { site })] : [];
  const newer = found.newer.slice(0, 1).map((name) => desk.describe(cells.named(name)));
  const stays = newer.map((one) => word("sayNewer", { site: one }));
  say([...said, ...stays].join(" "), stays.length ? "error" : "info");
  showCounts(cells);
}

/** @param {Desk} desk */
export function notScorable(desk) {
  const cell = desk.current;
  askReason(desk.describe(cell), (letters) => {
    desk.enter(cell, letters);
    desk.focus(desk.nextOf(cell));
  });
}

/** Ask what a held 1 and 0 mean: neither is stored before the answer. @param {Desk} desk */
export function decideTen(desk) {
  const { digits } = desk;
  const cell = /** @type {Cell} */ (digits.cell);
  askTen(desk.describe(cell), (meaning) => {
    desk.focus(cell);
    if (meaning === "ten") {
      digits.take();
      desk.focus(desk.nextOf(cell));
    } else if (meaning === "two") {
      digits.split();
    } else if (meaning === "neither") {
      digits.drop();
    }
  });
}

/** @param {Desk} desk */
export function goToMissing(desk) {
  const next = desk.cells.nextEmpty(desk.current);
  if (next) {
    desk.focus(next);
  } else {
    say(word("sayComplete"), "info");
  }
}

/**
 * The next empty site; in a complete form the signature: the last keys of a number pad.
 *
 * @param {Desk} desk
 */
export function goOn(desk) {
  return desk.cells.nextEmpty(null) ? goToMissing(desk) : submit(desk);
}

/** Ask for the signature, once everything is stored and no site is empty. @param {Desk} desk */
export async function submit(desk) {
  const { cells, saver, session } = desk;
  await saver.flush();
  const missing = cells.empty();
  if (!session.isOwn) {
    showSession(session.who, saver.unsaved);
  } else if (saver.unsaved) {
    say(counted("sayUnsaved", saver.unsaved));
  } else if (missing.length) {
    for (const cell of missing) {
      cell.td.dataset.missing = "";
    }
    const first = desk.describe(missing[0]);
    say(counted("sayMissing", missing.length, { first }));
    desk.focus(missing[0]);
  } else {
    await tellTime(desk); // the sheet says how long it took
    await askSubmit();
  }
}
