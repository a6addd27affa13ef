// The reading form: keys become entries, entries are stored at once, nothing typed is lost.
// Without this script the same fields are a plain form with a Save button.

import { openDialog } from "../dialog.js";
import { recall, remember } from "../store.js";
import { Cells, siteOf } from "./cells.js";
import { askReason, askRest, askSubmit, askTen } from "./dialogs.js";
import { DigitReader, halfMore, isScore, refusal } from "./entry.js";
import { say, showAnswer, showConflict, showCounts, showSite, showState } from "./panel.js";
import { Saver } from "./saver.js";
import { UndoStack } from "./undo.js";

const form = document.getElementById("reading-form");
const step = Number(form.dataset.step);
const cells = new Cells(form);
const undone = new UndoStack();
let current = cells.all[0];
let lastScored = null;
let leaving = false;

const saver = new Saver({
  stored: new Map(cells.all.map((cell) => [cell.name, cell.input.value])),
  revision: Number(form.dataset.revision),
  url: form.dataset.save,
  listener: {
    onState: (state) => showState(state, saver.unsaved),
    onCell(name, state) {
      if (name !== digits.cell?.name) {
        cells.mark(cells.byName.get(name), state);
      }
    },
    onSaved: showStored,
    onAnswer: showAnswer,
    onTheirs(name, text) {
      showStored(name, text);
      say("Another tab or device has saved scores of this case; they are shown here now.");
      showCounts(cells);
    },
    onConflict(name, mine, theirs) {
      const cell = cells.byName.get(name);
      showConflict(describe(cell), mine, theirs, () => enter(cell, mine));
    },
    onRefused(name, message) {
      cells.mark(cells.byName.get(name), "invalid", message);
      say(message);
      showCounts(cells);
    },
    onStopped(message) {
      showState("failed", saver.unsaved);
      say(`${message} Reload the page.`);
    },
  },
});

const digits = new DigitReader({
  takesTen: (cell) => siteOf(cell).max >= 10,
  score,
  next: nextOf,
  go: focus,
  show(cell, text) {
    cell.input.value = text;
    cells.mark(cell, "typing");
    cell.td.toggleAttribute("data-held", digits.held);
    say(digits.held ? form.dataset.sayTen : "", "info");
  },
  clear(cell) {
    cells.show(cell, saver.latest(cell.name), saver.isStored(cell.name) ? "saved" : "unsent");
    cell.td.removeAttribute("data-held");
    say("");
  },
  refuse(cell, why) {
    flash(cell);
    say(why === "ten" ? form.dataset.sayTen : form.dataset.sayEnd);
  },
});

function describe(cell) {
  return `${siteOf(cell).label}, ${cells.columnOf(cell)}`;
}

/** Show what the server has stored, unless something is being typed over it. */
function showStored(name, text) {
  if (name !== digits.cell?.name) {
    cells.show(cells.byName.get(name), text, "saved");
  }
}

/** Show for a moment that a key was refused. */
function flash(cell) {
  cell.td.removeAttribute("data-flash");
  void cell.td.offsetWidth; // starts the animation anew when keys come fast
  cell.td.setAttribute("data-flash", "");
}

function preference(key, fallback) {
  return recall(key) ?? fallback;
}

function focus(cell) {
  cell.input.focus();
  cell.input.select();
}

/** The cell after a score, as the reader prefers to go. */
function nextOf(cell) {
  return preference("reading-advance", "across") === "down" ? cells.down(cell) : cells.move(cell, 0, 1);
}

/** Put a text into a cell and store it; one step of undo. */
function enter(cell, text) {
  undone.push([{ name: cell.name, before: saver.latest(cell.name), after: text }]);
  cell.input.value = text;
  cell.td.removeAttribute("data-held");
  saver.put(cell.name, text);
  say("");
  showCounts(cells);
}

/** Enter a score, or say why it can't be one. The cell keeps what it had. */
function score(cell, text) {
  const problem = refusal(siteOf(cell), text, step);
  if (problem) {
    say(problem);
    return false;
  }
  enter(cell, text);
  lastScored = cell;
  return true;
}

/** Half a point more for the score just typed, which the cursor may have left already. */
function addHalf(cell) {
  const target = lastScored ?? cell;
  if (!isScore(target.input.value)) {
    say("Type the whole points first, then the dot for half a point.");
  } else if (score(target, halfMore(target.input.value))) {
    say(`${describe(target)}: ${target.input.value}`, "info");
  }
}

function undo() {
  const group = undone.pop();
  if (!group) {
    say("Nothing to undo on this page.", "info");
    return;
  }
  for (const { name, before } of group) {
    const cell = cells.byName.get(name);
    cell.input.value = before;
    saver.put(name, before);
  }
  const first = cells.byName.get(group[0].name);
  focus(first);
  say(`Undone: ${group.length === 1 ? describe(first) : `${group.length} sites`}.`, "info");
  showCounts(cells);
}

function notScorable() {
  const cell = current;
  askReason(describe(cell), (letters) => {
    enter(cell, letters);
    focus(nextOf(cell));
  });
}

/** Store a waiting 1 and go on, as if its site did not go to ten; returns the cell to act in. */
function settle() {
  const cell = digits.take();
  const next = cell && nextOf(cell);
  if (next) {
    focus(next);
  }
  return next;
}

/** Ask what a held 1 and 0 mean: neither is stored before the answer. */
function decideTen() {
  const { cell } = digits;
  askTen(describe(cell), (meaning) => {
    focus(cell);
    if (meaning === "ten") {
      digits.take();
      focus(nextOf(cell));
    } else if (meaning === "two") {
      digits.split();
    } else if (meaning === "neither") {
      digits.drop();
    }
  });
}

function restNormal() {
  const { block } = current;
  const count = { block: cells.empty(block).length, all: cells.empty().length };
  if (!count.all) {
    say("No site is empty.", "info");
    return;
  }
  const name = block.querySelector(".block__title").textContent;
  askRest({ name, ...count }, async (scope) => {
    const { feature, region } = siteOf(current);
    const part = scope === "block" ? { feature, ...(region && { region }) } : {};
    const answer = await saver.ask(form.dataset.restNormal, part);
    if (!answer) {
      say("Not done: some entries are not saved yet. Try again when they are.");
      return;
    }
    const filled = Object.entries(answer.cells);
    undone.push(filled.map(([cell, after]) => ({ name: cell, before: "", after })));
    for (const [cell, text] of filled) {
      cells.show(cells.byName.get(cell), text, "saved");
    }
    showState("saved", 0);
    say(`${filled.length} sites scored 0.`, "info");
    showCounts(cells);
  });
}

function goToMissing() {
  const next = cells.nextEmpty(current);
  if (next) {
    focus(next);
  } else {
    say("Every site has a score or a reason. Press s to submit.", "info");
  }
}

async function submit() {
  await saver.flush();
  const missing = cells.empty();
  if (saver.unsaved) {
    say(`${saver.unsaved} entries are not saved yet. Wait for the connection, then submit.`);
  } else if (missing.length) {
    for (const cell of missing) {
      cell.td.dataset.missing = "";
    }
    say(`${missing.length} sites have neither a score nor a reason, first: ${describe(missing[0])}.`);
    focus(missing[0]);
  } else {
    askSubmit(saver.revision);
  }
}

const commands = { undo, rest: restNormal, missing: goToMissing, submit };

/** Ten at once. */
function ten(cell) {
  if (score(cell, "10")) {
    focus(nextOf(cell));
  }
}

const keys = {
  u: undo,
  r: restNormal,
  m: goToMissing,
  s: submit,
  n: notScorable,
  "-": notScorable,
  "?": () => openDialog("keyboard-help"),
  x: ten,
  "*": ten,
  ".": addHalf,
  ",": addHalf,
  Backspace: (cell) => enter(cell, ""),
  Delete: (cell) => enter(cell, ""),
};

const moves = {
  Enter: (cell) => focus(cells.down(cell)),
  ArrowDown: (cell) => focus(cells.move(cell, 1, 0)),
  ArrowUp: (cell) => focus(cells.move(cell, -1, 0)),
  ArrowRight: (cell) => focus(cells.move(cell, 0, 1)),
  ArrowLeft: (cell) => focus(cells.move(cell, 0, -1)),
};

// What a key does to a 1, or a 1 and a 0, that wait. Tab stores them, and the browser moves.
const waiting = {
  Tab: () => digits.take(),
  Backspace: () => digits.back(),
  Delete: () => digits.drop(),
  Escape: () => digits.drop(),
  u: () => digits.drop(),
};

/** What a key does to a held 1 and 0 besides that; commands wait until it is decided. */
function heldKey(key, cell) {
  if (key === "+") {
    digits.split();
  } else if ([".", ",", "x", "*"].includes(key)) {
    digits.target.refuse(cell, "ten");
  } else if (keys[key]) {
    decideTen();
  } else {
    say("This key does nothing here; ? shows the keys.", "info");
  }
}

/** Act on a key that is no digit; returns whether the browser should act on it as well. */
function pressed(key, cell) {
  if (digits.cell && waiting[key]) {
    waiting[key]();
    return !keys[key]; // Tab moves on; Escape means nothing more to the browser
  }
  if (moves[key]) {
    moves[key](digits.take() ?? cell);
  } else if (digits.held && key.length === 1) {
    heldKey(key, cell);
  } else if (keys[key]) {
    keys[key](settle() ?? cell);
  } else if (key.length === 1) {
    say("This key does nothing here; ? shows the keys.", "info");
  } else {
    return true;
  }
  return false;
}

form.addEventListener("keydown", (event) => {
  const cell = cells.byInput.get(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!/^[0-9]$/.test(key)) {
    if (!pressed(key, cell)) {
      event.preventDefault();
    }
    if (![".", ","].includes(key)) {
      lastScored = null;
    }
    return;
  }
  event.preventDefault();
  // A key that is held down is one key press: nobody means forty scores by it.
  if (!event.repeat) {
    digits.digit(cell, key);
  }
});

// Leaving a cell by mouse: a waiting 1 is a 1; what could be ten or two scores is asked about.
form.addEventListener("focusout", (event) => {
  const cell = cells.byInput.get(event.target);
  if (!cell || cell !== digits.cell || !document.hasFocus()) {
    return; // another window came to the front: the cell keeps what is typed
  }
  if (digits.held) {
    setTimeout(decideTen);
  } else {
    digits.take();
  }
});

// Touch keyboards and pasted texts come without keys. The server says what a text means.
form.addEventListener("change", (event) => {
  const cell = cells.byInput.get(event.target);
  if (cell && cell.input.value !== saver.latest(cell.name)) {
    enter(cell, cell.input.value.trim());
  }
});

form.addEventListener("focusin", (event) => {
  const cell = cells.byInput.get(event.target);
  if (cell) {
    current = cell;
    showSite(cell, step);
    cell.input.select();
  }
});

form.addEventListener("pointerdown", () => {
  lastScored = null;
});

form.addEventListener("submit", (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const command = event.target.closest("[data-command]")?.dataset.command;
  if (command && !digits.held) {
    focus(current);
    commands[command]();
  }
});

for (const select of document.querySelectorAll("[data-preference]")) {
  select.value = preference(select.dataset.preference, select.value);
  select.addEventListener("change", () => remember(select.dataset.preference, select.value));
}

document.querySelector("#submit-dialog form").addEventListener("submit", () => {
  leaving = true;
});

addEventListener("beforeunload", (event) => {
  if ((saver.unsaved || digits.cell) && !leaving) {
    event.preventDefault();
  }
});

// A page from the browser's memory may show what is no longer so.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});

document.querySelector(".reading-bar__actions").hidden = false;
document.querySelector(".reading__plain").hidden = true;
document.getElementById("reading-typing").hidden = false;
focus(cells.nextEmpty(null) ?? cells.all[0]);
