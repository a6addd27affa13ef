// The state of the form, and the acts that every key and command is made of: go, enter, score.

import { showBlock } from "./blocks.js";
import { Cells, siteOf } from "./cells.js";
import { digitTarget, saverListener } from "./display.js";
import { DigitReader, refusal } from "./entry.js";
import { say, showCounts } from "./panel.js";
import { preference } from "./preferences.js";
import { Saver } from "./saver.js";
import { UndoStack } from "./undo.js";

export class Desk {
  /** @param {HTMLFormElement} form the reading form as the server rendered it */
  constructor(form) {
    this.form = form;
    this.step = Number(form.dataset.step);
    this.cells = new Cells(form);
    this.undone = new UndoStack();
    this.current = this.cells.all[0];
    this.lastScored = null; // the cell that a dot gives half a point more
    this.digits = new DigitReader(digitTarget(this));
    this.saver = new Saver({
      stored: new Map(this.cells.all.map((cell) => [cell.name, cell.input.value])),
      revision: Number(form.dataset.revision),
      url: form.dataset.save,
      listener: saverListener(this),
    });
  }

  /** The name of a cell, as messages and questions say it. */
  describe(cell) {
    return `${siteOf(cell).label}, ${this.cells.columnOf(cell)}`;
  }

  focus(cell) {
    showBlock(cell.block);
    if (document.activeElement === cell.input) {
      cell.input.select();
    } else {
      cell.input.focus(); // the form selects what it holds
    }
  }

  /** The cell after a score, as the reader prefers to go. */
  nextOf(cell) {
    const goesDown = preference("reading-advance", "across") === "down";
    return goesDown ? this.cells.down(cell) : this.cells.move(cell, 0, 1);
  }

  /** Put a text into a cell and store it; one step of undo. */
  enter(cell, text) {
    this.undone.push([{ name: cell.name, before: this.saver.latest(cell.name), after: text }]);
    cell.input.value = text;
    cell.td.removeAttribute("data-held");
    say("");
    this.saver.put(cell.name, text);
    showCounts(this.cells);
  }

  /** Enter a score, or say why it can't be one. The cell keeps what it had. */
  score(cell, text) {
    const problem = refusal(siteOf(cell), text, this.step);
    if (problem) {
      say(problem);
      return false;
    }
    this.enter(cell, text);
    this.lastScored = cell;
    return true;
  }

  /** Store a waiting 1 and go on, as if its site did not go to ten; returns the cell to act in. */
  settle() {
    const cell = this.digits.take();
    const next = cell && this.nextOf(cell);
    if (next) {
      this.focus(next);
    }
    return next;
  }
}
