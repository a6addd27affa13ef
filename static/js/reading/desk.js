// The state of the form, and the acts that every key and command is made of: go, enter, score.

import { csrfToken } from "../csrf.js";
import { signInPath } from "../offline.js";
import { ActiveTime } from "./active-time.js";
import { showBlock } from "./blocks.js";
import { Cells } from "./cells.js";
import { digitTarget, saverListener, sessionListener } from "./display.js";
import { DigitReader, refusal } from "./entry.js";
import { openQueue } from "./keeping.js";
import { say, showCounts } from "./panel.js";
import { preference } from "./preferences.js";
import { Review } from "./review.js";
import { Saver } from "./saver.js";
import { Session } from "./session.js";
import { UndoStack } from "./undo.js";
import { Wire } from "./wire.js";
import { given } from "./words.js";

export class Desk {
  /** @param {HTMLFormElement} form the reading form as the server rendered it */
  constructor(form) {
    this.form = form;
    this.step = Number(form.dataset.step);
    this.cells = new Cells(form);
    this.undone = new UndoStack();
    this.current = this.cells.all[0];
    /** @type {Cell | null} the cell that a dot gives half a point more */
    this.lastScored = null;
    this.digits = new DigitReader(digitTarget(this));
    this.time = new ActiveTime();
    this.wire = new Wire({
      reader: given("reader"),
      whoUrl: given("who"),
      signInPath,
      gone: given("sayGone"),
      token: csrfToken,
    });
    this.session = new Session({ wire: this.wire, onChange: sessionListener(this) });
    this.review = new Review(this.wire, given("state"));
    this.queue = openQueue((name) => this.describe(this.cells.named(name)));
    this.saver = new Saver({
      stored: new Map(this.cells.all.map((cell) => [cell.name, cell.input.defaultValue])),
      revision: Number(form.dataset.revision),
      url: form.dataset.save ?? "",
      wire: this.wire,
      queue: this.queue,
      time: this.time,
      listener: saverListener(this),
    });
  }

  /** The name of a cell, as messages and questions say it. @param {Cell} cell */
  describe(cell) {
    return `${cell.site.label}, ${this.cells.columnOf(cell)}`;
  }

  /** @param {Cell} cell */
  focus(cell) {
    showBlock(cell.block);
    if (document.activeElement === cell.input) {
      cell.input.select();
    } else {
      cell.input.focus(); // the form selects what it holds
    }
  }

  /** The cell after a score, as the reader prefers to go. @param {Cell} cell */
  nextOf(cell) {
    const goesDown = preference("reading-advance", "across") === "down";
    return goesDown ? this.cells.down(cell) : this.cells.move(cell, 0, 1);
  }

  /**
   * Put a text into a cell and store it; one step of undo.
   *
   * @param {Cell} cell
   * @param {string} text
   */
  enter(cell, text) {
    this.enterAll([{ cell, text }]);
    say("");
  }

  /**
   * Put texts into cells and store them; one step of undo.
   *
   * @param {{cell: Cell, text: string}[]} entries
   */
  enterAll(entries) {
    this.undone.push(
      entries.map(({ cell, text }) => ({
        name: cell.name,
        before: this.saver.latest(cell.name),
        after: text,
      })),
    );
    for (const { cell, text } of entries) {
      this.cells.write(cell, text);
      cell.td.removeAttribute("data-held");
      this.saver.put(cell.name, text);
    }
    showCounts(this.cells);
  }

  /**
   * Enter a score, or say why it can't be one. The cell keeps what it had.
   *
   * @param {Cell} cell
   * @param {string} text
   */
  score(cell, text) {
    const problem = refusal(cell.site, text, this.step);
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
