// What the form shows when the server answers, and while digits wait for the next key.

import { siteOf } from "./cells.js";
import { say, showAnswer, showConflict, showCounts, showState } from "./panel.js";

/** What the form does with the news of its saver. */
export function saverListener(desk) {
  const { cells } = desk;
  return {
    onState: (state) => showState(state, desk.saver.unsaved),
    onCell(name, state) {
      if (name !== desk.digits.cell?.name) {
        cells.mark(cells.byName.get(name), state);
      }
    },
    onSaved: (name, text) => showStored(desk, name, text),
    onAnswer: showAnswer,
    onTheirs(name, text) {
      showStored(desk, name, text);
      say("Another tab or device has saved scores of this case; they are shown here now.");
      showCounts(cells);
    },
    onConflict(name, mine, theirs) {
      const cell = cells.byName.get(name);
      showConflict(desk.describe(cell), mine, theirs, () => desk.enter(cell, mine));
    },
    onRefused(name, message) {
      cells.mark(cells.byName.get(name), "invalid", message);
      say(message);
      showCounts(cells);
    },
    onHeld: (message) => sayUnsaved(desk, message, "sayHeld"),
    onStopped: (message) => sayUnsaved(desk, message, "sayStopped"),
  };
}

/** What the form does with digits as they are typed; see ``DigitReader``. */
export function digitTarget(desk) {
  const { cells, form } = desk;
  return {
    takesTen: (cell) => siteOf(cell).max >= 10,
    score: (cell, text) => desk.score(cell, text),
    next: (cell) => desk.nextOf(cell),
    go: (cell) => desk.focus(cell),
    show(cell, text) {
      cell.input.value = text;
      cells.mark(cell, "typing");
      cell.td.dataset.meanings = form.dataset.sayMeanings;
      cell.td.toggleAttribute("data-held", desk.digits.held);
      say(desk.digits.held ? form.dataset.sayTen : "", "info");
    },
    clear(cell) {
      const { saver } = desk;
      cells.show(cell, saver.latest(cell.name), saver.isStored(cell.name) ? "saved" : "unsent");
      cell.td.removeAttribute("data-held");
      say("");
    },
    refuse(cell, why) {
      flash(cell);
      say(why === "ten" ? form.dataset.sayTen : form.dataset.sayEnd);
    },
  };
}

/** Say why nothing is saved, and that what was typed and isn't stored still stands here. */
function sayUnsaved({ form, saver }, message, what) {
  showState("failed", saver.unsaved);
  say(`${message} ${form.dataset[what]}`);
}

/** Show what the server has stored, unless something is being typed over it. */
function showStored(desk, name, text) {
  if (name !== desk.digits.cell?.name) {
    desk.cells.show(desk.cells.byName.get(name), text, "saved");
  }
}

/** Show for a moment that a key was refused. */
function flash(cell) {
  cell.td.removeAttribute("data-flash");
  void cell.td.offsetWidth; // starts the animation anew when keys come fast
  cell.td.setAttribute("data-flash", "");
}
