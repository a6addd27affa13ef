// What a reader asks the form to do, by key or by button.

import { partOf } from "./cells.js";
import { askReason, askRest, askSubmit, askTen } from "./dialogs.js";
import { halfMore, isScore } from "./entry.js";
import { say, showCounts, showState } from "./panel.js";

/** A text of the page for one or for several, with the number and the first place in it. */
function counted({ form }, what, n, first = "") {
  const text = form.dataset[`${what}${n === 1 ? "One" : "Several"}`];
  return text.replace("{n}", n).replace("{first}", first);
}

/** Half a point more for the score just typed, which the cursor may have left already. */
export function addHalf(desk, cell) {
  const target = desk.lastScored ?? cell;
  if (!isScore(target.input.value)) {
    say("Type the whole points first, then the dot for half a point.");
  } else if (desk.score(target, halfMore(target.input.value))) {
    say(`${desk.describe(target)}: ${target.input.value}`, "info");
  }
}

/** Ten at once. */
export function ten(desk, cell) {
  if (desk.score(cell, "10")) {
    desk.focus(desk.nextOf(cell));
  }
}

export function undo(desk) {
  const { cells } = desk;
  const group = desk.undone.pop();
  if (!group) {
    say("Nothing to undo on this page.", "info");
    return;
  }
  for (const { name, before } of group) {
    const cell = cells.byName.get(name);
    cell.input.value = before;
    desk.saver.put(name, before);
  }
  const first = cells.byName.get(group[0].name);
  desk.focus(first);
  say(`Undone: ${group.length === 1 ? desk.describe(first) : `${group.length} sites`}.`, "info");
  showCounts(cells);
}

export function notScorable(desk) {
  const cell = desk.current;
  askReason(desk.describe(cell), (letters) => {
    desk.enter(cell, letters);
    desk.focus(desk.nextOf(cell));
  });
}

/** Ask what a held 1 and 0 mean: neither is stored before the answer. */
export function decideTen(desk) {
  const { digits } = desk;
  const { cell } = digits;
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

/** Score 0 what is still empty, in this block or in the whole form. */
export function restNormal(desk) {
  const { cells, current } = desk;
  const { block } = current;
  const count = { block: cells.empty(block).length, all: cells.empty().length };
  if (!count.all) {
    say("No site is empty.", "info");
    return;
  }
  const name = block.querySelector(".block__title").textContent;
  askRest({ name, ...count }, async (scope) => {
    const part = scope === "block" ? partOf(desk.current) : {};
    const answer = await desk.saver.ask(desk.form.dataset.restNormal, part);
    if (answer) {
      showFilled(desk, Object.entries(answer.cells));
    } else if (desk.saver.unsaved) {
      say("Not done: some entries are not saved yet. Try again when they are.");
    }
  });
}

function showFilled(desk, filled) {
  const { cells, undone } = desk;
  undone.push(filled.map(([cell, after]) => ({ name: cell, before: "", after })));
  for (const [cell, text] of filled) {
    cells.show(cells.byName.get(cell), text, "saved");
  }
  showState("saved", 0);
  say(counted(desk, "sayFilled", filled.length), "info");
  showCounts(cells);
}

export function goToMissing(desk) {
  const next = desk.cells.nextEmpty(desk.current);
  if (next) {
    desk.focus(next);
  } else {
    say("Every site has a score or a reason. Press s to submit.", "info");
  }
}

/** Ask for the signature, once everything is stored and no site is empty. */
export async function submit(desk) {
  await desk.saver.flush();
  const missing = desk.cells.empty();
  if (desk.saver.unsaved) {
    say(counted(desk, "sayUnsaved", desk.saver.unsaved));
  } else if (missing.length) {
    for (const cell of missing) {
      cell.td.dataset.missing = "";
    }
    const first = desk.describe(missing[0]);
    say(counted(desk, "sayMissing", missing.length, first));
    desk.focus(missing[0]);
  } else {
    await askSubmit();
  }
}
